import NINModels
import NINModules
import NINOptimizers
import NINTraining

/// The options that change a recipe, in the order in which the changes are made.
enum RecipeOptions {
  static let images: [CommandOption<Recipe>] = [
    .init(
      "--size", \.size, .integer(Recipe.Limit.size),
      "The width and height that images are resized to."),
    .init(
      "--augment", \.isAugmented, .flag,
      "Train on random crops and mirror images; normalizes them too."),
    .init(
      "--cutout", \.cutout, .number("SHARE", Recipe.Limit.cutout),
      "Blank a square with this share of the side at a random place, with --augment; 0 for none."),
    .init(
      "--mixup", \.mixup, .number("ALPHA", Recipe.Limit.mixup),
      "Mix the images of a batch in shares drawn from Beta(ALPHA, ALPHA), with --augment; 0 for "
        + "none."),
    .init(
      "--normalize", \.isNormalized, .flag,
      "Subtract the mean of the pixels and divide by their deviation."),
    .init(
      "--contrast", \.hasContrastNormalization, .flag,
      "Subtract the mean of each image and divide by its norm, in place of --normalize."),
    .init(
      "--whiten", \.isWhitened, .flag,
      "Whiten images by ZCA, learned from the training images; for small images."),
    .init(
      "--limit-train", \.limitTrain, .integer(Recipe.Limit.count),
      "Train on the first N images only."),
    .init(
      "--limit-test", \.limitTest, .integer(Recipe.Limit.count),
      "Test on the first N images only."),
    .init(
      "--val-split", \.validationCount, .integer(Recipe.Limit.count),
      "Keep N of the training images to choose the best model; it is tested once at the end."),
    .init("--shuffle", \.shuffle, .flag, "Take the images in a new order in each epoch."),
  ]

  static let length: [CommandOption<Recipe>] = [
    .init(
      "--epochs", \.epochs, .integer(Recipe.Limit.epochs),
      "The number of passes over the training images."
    ).alsoOnResume,
    .init(
      "--max-steps", \.maximumSteps, .integer(Recipe.Limit.count),
      "Stop after N steps in total."
    ).alsoOnResume,
    .init(
      "--patience", \.patience, .integer(Recipe.Limit.epochs),
      "Stop after N epochs without a better accuracy."
    ).alsoOnResume,
  ]

  static let optimization: [CommandOption<Recipe>] = [
    .init(
      "--batch-size", \.batchSize, .integer(Recipe.Limit.batchSize), "Images in each step."),
    shards,
    .init("--optimizer", \.optimizerKind, .choice("NAME"), "The method of optimization."),
    .init(
      "--lr", \.optimizer.learningRate, .number("RATE", Recipe.Limit.learningRate),
      "The learning rate."),
    rateBatch, momentum, nesterov,
    .init(
      "--weight-decay", \.optimizer.weightDecay, .number("D", Recipe.Limit.weightDecay),
      "The factor of the L2 penalty; with adamw, of the decoupled decay."),
    .init(
      "--bias-lr-factor", \.factors.biasRate, .number("F", Recipe.Limit.factor),
      "The factor of the learning rate for biases."),
    .init(
      "--bias-decay-factor", \.factors.biasDecay, .number("F", Recipe.Limit.factor),
      "The factor of the weight decay for biases."),
    .init(
      "--last-lr-factor", \.factors.lastLayerRate, .number("F", Recipe.Limit.factor),
      "The factor of the learning rate for the last layer and its biases."),
    .init(
      "--schedule", \.schedule.kind, .choice("NAME"), "How the learning rate falls."),
    stepEpochs, stepFactor, milestones,
    .init(
      "--warm-up", \.schedule.warmUpEpochs, .number("E", Recipe.Limit.warmUpEpochs),
      "The number of epochs in which the learning rate rises from 0."),
    .init(
      "--clip", \.clippingNorm, .number("NORM", Recipe.Limit.clippingNorm),
      "The largest norm that the gradient may have."),
    .init(
      "--label-smoothing", \.labelSmoothing, .number("S", Recipe.Limit.labelSmoothing),
      "The share of the target that is spread over all classes."),
    .init(
      "--dropout", \.dropout, .number("P", Recipe.Limit.dropout),
      otherwise: "by recipe, else as the model has it",
      "The probability with which each dropout layer drops a value; 0 for no dropout."),
    .init(
      "--average", \.average, .number("DECAY", Recipe.Limit.averageDecay),
      "Test and save a moving average of the weights; 0 for the weights themselves."),
    .init(
      "--init", \.initialization, .choice("NAME"),
      "How weights are initialized. default: as PyTorch; living: kaiming with outputs above 0; "
        + "lsuv: scaled so that the outputs of each layer have unit variance."),
    deviations,
    .init(
      "--weights", \.weights, .path("MODEL"),
      "Begin with the parameters of a run, a safetensors file or cifar10, and use its model, size "
        + "and preprocessing; for other classes, the outputs are initialized anew."),
    .init(
      "--freeze", \.frozen, .freezing, otherwise: "everything is trained",
      "With --weights, keep the first N mlpconv layers as they are, or all but the outputs."),
    .init(
      "--seed", \.seed, .integer(0...UInt64.max), "The seed of all random numbers."),
  ]

  static let all = images + length + optimization

  static let shards = CommandOption<Recipe>(
    "--shards", \.shards, .integer(Recipe.Limit.shards),
    otherwise: "1; under mpirun 8, or more for more processes",
    "Cut batches into N parts, which processes under mpirun can share; N decides the rounding of "
      + "results, the number of processes does not.")
  static let rateBatch = CommandOption<Recipe>(
    "--lr-batch", \.rateBatchSize, .integer(Recipe.Limit.batchSize),
    otherwise: "--lr is the rate itself",
    "The batch size that --lr is meant for: the rate is multiplied by the batch size divided by N.")
  static let momentum = CommandOption<Recipe>(
    "--momentum", \.optimizer.momentum, .number("M", Recipe.Limit.momentum),
    "The momentum of sgd.")
  static let nesterov = CommandOption<Recipe>(
    "--nesterov", \.optimizer.nesterov, .flag, "Use Nesterov's momentum with sgd.")
  static let stepEpochs = CommandOption<Recipe>(
    "--step-epochs", \.schedule.stepEpochs, .number("E", Recipe.Limit.stepEpochs),
    "With --schedule step, the number of epochs between two drops.")
  static let stepFactor = CommandOption<Recipe>(
    "--step-factor", \.schedule.factor, .number("F", Recipe.Limit.stepFactor),
    "With --schedule step or milestones, the factor of the learning rate at each drop.")
  static let milestones = CommandOption<Recipe>(
    "--milestones", \.schedule.milestones, .numbers("E,E…", Recipe.Limit.milestone),
    "With --schedule milestones, the epochs after which the learning rate drops.")

  static let deviations = CommandOption<Recipe>(
    "--init-deviation", \.weightDeviations, .numbers("S,S…", Recipe.Limit.weightDeviation),
    "With --init normal, the deviations of weights: one per layer, or one for all.")
}

extension ValueFormat where Value == Freezing {
  fileprivate static var freezing: ValueFormat {
    ValueFormat(
      placeholder: "N|all-but-head", expects: "a number above 0 or all-but-head",
      choices: [Freezing.allButHead.rawValue], parse: { Freezing(rawValue: $0) },
      show: \.rawValue)
  }
}
