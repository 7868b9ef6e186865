import NINDatasets
import NINKernels
import NINModules
import NINOptimizers
import NINTraining

/// The options of `nin train`. What is not given comes from the recipe.
enum TrainOptions {
  static let recipe = Option<Recipe.Named>.choice("--recipe", "All options at once.")
  static let model = Option<Network.Model>.choice("--model", "The network.")
  static let dataset = Option.dataset(
    "--dataset", "The images: a folder of pictures, or by name; shapes are built in.")
  static let dataDir = Option.text(
    "--data-dir", "DIR",
    "The folder with the files of the named set; else the usual ones are searched.")
  static let size = Option.integer(
    "--size", "N", "The side that images are resized to.", in: 1...1024)
  static let normalize = Option.flag("--normalize", "Subtract mean, divide by deviation.")
  static let augment = Option.flag(
    "--augment", "Random crops and mirror images, normalized unless --no-normalize.")
  static let strict = Option.flag(
    "--strict", "A picture that cannot be read ends the run; else it is skipped.")
  static let limitTrain = Option.integer(
    "--limit-train", "N", "Only the first N images to train on.", in: 1...Int.max)
  static let limitTest = Option.integer(
    "--limit-test", "N", "Only the first N images to test on.", in: 1...Int.max)
  static let valSplit = Option.integer(
    "--val-split", "N", "Choose the best model by N training images; test it once at the end.",
    in: 1...Int.max)
  static let shuffle = Option.flag("--shuffle", "Another order of the images each epoch.")

  static let epochs = Option.integer(
    "--epochs", "N", "Times that all images are seen.", in: 1...1_000_000)
  static let maxSteps = Option.integer(
    "--max-steps", "N", "Stop after N steps in all.", in: 1...Int.max)
  static let patience = Option.integer(
    "--patience", "N", "Stop after N epochs without a better accuracy.", in: 1...1_000_000)
  static let batchSize = Option.integer("--batch-size", "N", "Images a step.", in: 1...1_000_000)
  static let optimizer = Option<OptimizerConfiguration.Kind>.choice(
    "--optimizer", "How parameters move.")
  static let rate = Option.number(
    "--lr", "RATE", "The learning rate.", "a number above 0", accepts: { $0 > 0 && $0 <= 1e6 })
  static let momentum = Option.number(
    "--momentum", "M", "Momentum of sgd.", "a number from 0 to below 1",
    accepts: { (0..<1).contains($0) })
  static let weightDecay = Option.number(
    "--weight-decay", "D", "L2 penalty; decoupled with adamw.", "a number of at least 0",
    accepts: { $0 >= 0 && $0 <= 1e6 })
  static let nesterov = Option.flag("--nesterov", "Nesterov's momentum.")
  static let schedule = Option<LearningRateSchedule.Kind>.choice(
    "--schedule", "How the rate falls.")
  static let stepEpochs = Option.number(
    "--step-epochs", "E", "Schedule step: epochs between two drops.", "a number above 0",
    accepts: { $0 > 0 })
  static let stepFactor = Option.number(
    "--step-factor", "F", "Schedule step: the rate's factor at a drop.",
    "a number above 0, at most 1", accepts: { $0 > 0 && $0 <= 1 })
  static let warmUp = Option.number(
    "--warm-up", "E", "Epochs over which the rate climbs from 0.", "a number of at least 0",
    accepts: { $0 >= 0 })
  static let clip = Option.number(
    "--clip", "NORM", "The largest norm of the gradient.", "a number above 0",
    accepts: { $0 > 0 })
  static let labelSmoothing = Option.number(
    "--label-smoothing", "S", "Share of the target spread over all classes.",
    "a number from 0 to below 1", accepts: { (0..<1).contains($0) })
  static let initialization = Option<Initialization>.choice("--init", "How weights begin.")
  static let weights = Option.text(
    "--weights", "MODEL",
    "Begin with the parameters of a run or a safetensors file; other classes get a new head.")
  static let seed = Option.seed("--seed", "Where all randomness comes from.")

  static let threads = Option.integer(
    "--threads", "N", "Threads; else OMP_NUM_THREADS, else all processors.",
    in: 1...ExecutionContext.maximumThreads)
  static let isa = Option<ISA>.choice(
    "--isa", "Only this instruction set; else the one in NIN_ISA.")
  static let math = Option<MathMode>.choice("--math", "Accuracy that may be given for speed.")
  static let chunk = Option.integer(
    "--chunk", "N", "Images that pass the network at a time; bounds memory.", in: 1...1024)

  static let output = Option.text(
    "--output", "DIR", "The run's folder; else runs/<model>-<dataset>-<number>.")
  static let resume = Option.text("--resume", "RUN", "Go on with the run in this folder.")
  static let checkpointMinutes = Option.number(
    "--checkpoint-minutes", "M", "The longest time between two checkpoints (5).",
    "a number of at least 0", accepts: { $0 >= 0 })

  static let tensorboard = Option.flag(
    "--tensorboard", "Event files for TensorBoard in the run's folder; kept up by --resume.")

  static let config = Option.text(
    "--config", "FILE", "The options of another run, its options.json; others given here win.")

  static let groups: [Command.Group] = [
    .init(title: "Recipe", options: [recipe.declaration, config.declaration]),
    .init(
      title: "Model and data",
      options: [
        model.declaration, dataset.declaration, dataDir.declaration, size.declaration,
        normalize.declaration, augment.declaration, strict.declaration, limitTrain.declaration,
        limitTest.declaration,
        valSplit.declaration, shuffle.declaration,
      ]),
    .init(
      title: "Training",
      options: [
        epochs.declaration, maxSteps.declaration, patience.declaration, batchSize.declaration,
        optimizer.declaration,
        rate.declaration, momentum.declaration, weightDecay.declaration, nesterov.declaration,
        schedule.declaration, stepEpochs.declaration, stepFactor.declaration, warmUp.declaration,
        clip.declaration, labelSmoothing.declaration, initialization.declaration,
        weights.declaration, seed.declaration,
      ]),
    machine,
    .init(
      title: "Run",
      options: [
        output.declaration, resume.declaration, checkpointMinutes.declaration,
        tensorboard.declaration,
      ]),
  ]

  /// Where kernels run; other commands have these options too.
  static let machine = Command.Group(
    title: "Machine",
    options: [threads.declaration, isa.declaration, math.declaration, chunk.declaration])

  /// Any of these says which images are meant.
  static let naming = [
    recipe.declaration, config.declaration, dataset.declaration, dataDir.declaration,
    resume.declaration,
  ]

  /// What may differ when a run goes on: nothing that its past depends on.
  static let allowedWithResume: Set<String> = [
    resume.declaration.name, epochs.declaration.name, maxSteps.declaration.name,
    patience.declaration.name,
    threads.declaration.name, isa.declaration.name, checkpointMinutes.declaration.name,
    tensorboard.declaration.name, dataDir.declaration.name, strict.declaration.name,
  ]
}
