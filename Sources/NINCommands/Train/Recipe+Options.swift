import NINDatasets
import NINModules
import NINOptimizers
import NINTraining

extension Recipe {
  /// The recipe that a command line asks for, every option resolved.
  ///
  /// Without `--recipe` and `--config` the data decide.
  /// - Parameter found: the images to train on where none are named.
  /// - Throws: `UsageError` when options exclude each other; `TrainingError` when the images do not
  ///   fit the model.
  init(_ arguments: ParsedArguments, found: DatasetSource) throws {
    guard
      arguments.given(of: [TrainOptions.recipe.declaration, TrainOptions.config.declaration]).count
        < 2
    else { throw UsageError("'--recipe' and '--config' exclude each other", command: .train) }
    let former = try arguments[TrainOptions.config].map { try Recipe(contentsOf: $0) }
    let recipe = former ?? arguments[TrainOptions.recipe].map { Recipe($0) }
    // A folder without a name is CIFAR-10's.
    let usual =
      arguments[TrainOptions.dataDir] == nil ? recipe?.dataset ?? found : .cifar10(folder: nil)
    let dataset = try DatasetSource(
      arguments, else: former?.dataset ?? usual, command: .train)
    self = recipe ?? Recipe(for: dataset)
    takeData(arguments, dataset)
    try takeOptimizer(arguments)
    try takeSchedule(arguments)
    takeLengths(arguments)
    initialization = arguments[TrainOptions.initialization] ?? initialization
    weights = arguments[TrainOptions.weights] ?? weights
    seed = arguments[TrainOptions.seed] ?? seed
    math = arguments[TrainOptions.math] ?? math
    let network = try Network(checking: model, size: size)
    let formerChunk = (model, size) == (former?.model, former?.size) ? former?.chunk : nil
    chunk = arguments[TrainOptions.chunk] ?? formerChunk ?? Self.usualChunk(for: network)
  }

  private mutating func takeData(_ arguments: ParsedArguments, _ dataset: DatasetSource) {
    if dataset != self.dataset {
      normalization = normalization.flatMap { _ in dataset.usualNormalization }
    }
    self.dataset = dataset
    if let model = arguments[TrainOptions.model] {
      self.model = model
      size = Self.usualSize(model, dataset)
    }
    size = arguments[TrainOptions.size] ?? size
    if let augments = arguments[TrainOptions.augment] {
      augmentation = augments ? Augmentation(flips: !dataset.hasDigits) : nil
    }
    switch arguments[TrainOptions.normalize] {
    case false?: normalization = nil
    case nil where arguments[TrainOptions.augment] != true: break
    default: normalization = normalization ?? dataset.usualNormalization
    }
    shuffle = arguments[TrainOptions.shuffle] ?? shuffle
  }

  private mutating func takeLengths(_ arguments: ParsedArguments) {
    epochs = arguments[TrainOptions.epochs] ?? epochs
    batchSize = arguments[TrainOptions.batchSize] ?? batchSize
    limitTrain = arguments[TrainOptions.limitTrain] ?? limitTrain
    limitTest = arguments[TrainOptions.limitTest] ?? limitTest
    validationCount = arguments[TrainOptions.valSplit] ?? validationCount
    patience = arguments[TrainOptions.patience] ?? patience
    maximumSteps = arguments[TrainOptions.maxSteps] ?? maximumSteps
  }

  private mutating func takeOptimizer(_ arguments: ParsedArguments) throws(UsageError) {
    if let kind = arguments[TrainOptions.optimizer], kind != optimizer.kind {
      optimizer = OptimizerConfiguration(usual: kind)
    }
    let sgdOnly = [TrainOptions.momentum.declaration, TrainOptions.nesterov.declaration]
    if optimizer.kind != .sgd, let name = arguments.given(of: sgdOnly).first {
      throw UsageError(
        "'\(name)' has no use with '--optimizer \(optimizer.kind.rawValue)'", command: .train)
    }
    if let rate = arguments[TrainOptions.rate] { optimizer.learningRate = Float(rate) }
    if let momentum = arguments[TrainOptions.momentum] { optimizer.momentum = Float(momentum) }
    if let decay = arguments[TrainOptions.weightDecay] { optimizer.weightDecay = Float(decay) }
    optimizer.nesterov = arguments[TrainOptions.nesterov] ?? optimizer.nesterov
    if optimizer.nesterov && optimizer.momentum == 0 {
      throw UsageError("'--nesterov' needs a '--momentum' above 0", command: .train)
    }
  }

  private mutating func takeSchedule(_ arguments: ParsedArguments) throws(UsageError) {
    schedule.kind = arguments[TrainOptions.schedule] ?? schedule.kind
    let stepOnly = [TrainOptions.stepEpochs.declaration, TrainOptions.stepFactor.declaration]
    if schedule.kind != .step, let name = arguments.given(of: stepOnly).first {
      throw UsageError("'\(name)' needs '--schedule step'", command: .train)
    }
    schedule.stepEpochs = arguments[TrainOptions.stepEpochs] ?? schedule.stepEpochs
    schedule.factor = arguments[TrainOptions.stepFactor] ?? schedule.factor
    schedule.warmUpEpochs = arguments[TrainOptions.warmUp] ?? schedule.warmUpEpochs
    if let norm = arguments[TrainOptions.clip] {
      clipping = GradientClipping(maximumNorm: Float(norm))
    }
    if let smoothing = arguments[TrainOptions.labelSmoothing] { labelSmoothing = Float(smoothing) }
  }
}

extension OptimizerConfiguration {
  /// The numbers people use when they say nothing: the notebook's, and PyTorch's for AdamW.
  fileprivate init(usual kind: Kind) {
    switch kind {
    case .sgd: self.init(kind: .sgd, learningRate: 0.01, momentum: 0.9)
    case .adam: self.init(kind: .adam, learningRate: 0.001)
    case .adamw: self.init(kind: .adamw, learningRate: 0.001, weightDecay: 0.01)
    }
  }
}
