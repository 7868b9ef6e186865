import NINModules
import NINOptimizers
import NINTraining

/// The options that change a recipe, in the order in which they do so.
enum RecipeOptions {
  static let images: [CommandOption<Recipe>] = [
    .init(
      "--size", \.size, .integer(Recipe.Limit.size),
      "The width and height that images are resized to."),
    .init(
      "--augment", \.isAugmented, .flag,
      "Train on random crops and mirror images; normalizes them too."),
    .init(
      "--normalize", \.isNormalized, .flag,
      "Subtract the mean of the pixels and divide by their deviation."),
    .init(
      "--limit-train", \.limitTrain, .integer(Recipe.Limit.count),
      "Train on the first N images only."),
    .init(
      "--limit-test", \.limitTest, .integer(Recipe.Limit.count),
      "Test on the first N images only."),
    .init(
      "--val-split", \.validationCount, .integer(Recipe.Limit.count),
      "Choose the best model by N of the training images, and test it once at the end."),
    .init("--shuffle", \.shuffle, .flag, "Take the images in a new order in each epoch."),
  ]

  static let length: [CommandOption<Recipe>] = [
    .init(
      "--epochs", \.epochs, .integer(Recipe.Limit.epochs),
      "The number of times that all images are seen."
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
    .init("--optimizer", \.optimizerKind, .choice("NAME"), "The method of optimization."),
    .init(
      "--lr", \.optimizer.learningRate, .number("RATE", Recipe.Limit.learningRate),
      "The learning rate."),
    momentum, nesterov,
    .init(
      "--weight-decay", \.optimizer.weightDecay, .number("D", Recipe.Limit.weightDecay),
      "The L2 penalty; decoupled from the gradient with adamw."),
    .init(
      "--schedule", \.schedule.kind, .choice("NAME"), "How the learning rate falls."),
    stepEpochs, stepFactor,
    .init(
      "--warm-up", \.schedule.warmUpEpochs, .number("E", Recipe.Limit.warmUpEpochs),
      "The number of epochs in which the learning rate rises from 0."),
    .init(
      "--clip", \.clippingNorm, .number("NORM", Recipe.Limit.clippingNorm),
      "The largest norm that the gradient may have."),
    .init(
      "--label-smoothing", \.labelSmoothing, .number("S", Recipe.Limit.labelSmoothing),
      "The share of the target that is spread over all classes."),
    .init("--init", \.initialization, .choice("NAME"), "How weights are initialized."),
    .init(
      "--weights", \.weights, .path("MODEL"),
      "Start with the parameters of a run or a safetensors file, with its model, size and "
        + "normalization; for other classes the outputs start anew."),
    .init(
      "--freeze", \.frozen, .freezing, otherwise: "all of it is trained",
      "With --weights, keep the first N mlpconv layers as they are, or all but the outputs."),
    .init(
      "--seed", \.seed, .integer(0...UInt64.max), "The seed of all random numbers."),
  ]

  static let all = images + length + optimization

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
    "With --schedule step, the factor of the learning rate at each drop.")

  /// What the options of one optimizer or schedule ask of the others.
  static func check(_ recipe: Recipe, given: Set<String>) throws(UsageError) {
    func first(of options: [CommandOption<Recipe>]) -> String? {
      options.map(\.facts.name).first { given.contains($0) }
    }
    if recipe.optimizer.kind != .sgd, let name = first(of: [momentum, nesterov]) {
      throw UsageError("'\(name)' has no use with '--optimizer \(recipe.optimizer.kind.rawValue)'")
    }
    if recipe.optimizer.nesterov && recipe.optimizer.momentum == 0 {
      throw UsageError("'\(nesterov.facts.name)' needs a '\(momentum.facts.name)' above 0")
    }
    if recipe.frozen != nil && recipe.weights == nil {
      throw UsageError("'--freeze' needs '--weights': random layers are worth nothing")
    }
    if recipe.schedule.kind != .step, let name = first(of: [stepEpochs, stepFactor]) {
      throw UsageError("'\(name)' needs '--schedule step'")
    }
  }
}

extension ValueFormat where Value == Freezing {
  fileprivate static var freezing: ValueFormat {
    ValueFormat(
      placeholder: "N|all-but-head", expects: "a number above 0 or all-but-head",
      choices: [Freezing.allButHead.rawValue], parse: { Freezing(rawValue: $0) },
      show: \.rawValue)
  }
}
