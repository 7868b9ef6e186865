import NINCheckpoints
import NINDatasets
import Foundation
import NINKernels
import NINModels
import NINModules
import NINPlans

/// Runs a recipe from where its folder stands to its end. The folder is its own for as long as it
/// lives: a second trainer, in this process or another, is refused.
public final class Trainer {
  public let recipe: Recipe
  public let folder: RunFolder
  public let network: Network
  public internal(set) var state = RunState()
  /// Where the weights came from and what became of them, for people; nil where they are random
  /// or the run's own.
  public let startingWeights: String?

  let dataset: Dataset
  let engine: TrainingEngine
  let evaluator: Evaluator
  let log: MetricsLog
  /// As `bestAccuracy` and `bestEpoch` of the state say.
  var best: BestModel?
  private let isResumed: Bool
  private let lock: RunLock
  let checkpointInterval: Double
  var lastCheckpoint = ContinuousClock.now
  var monitor: PlateauMonitor
  var skipped: SkippedImages

  /// - Parameters:
  ///   - recipe: all that determines the run.
  ///   - dataset: already limited as the recipe says.
  ///   - folder: where the run is kept.
  ///   - resume: whether the folder's state is where to begin.
  ///   - isStrict: whether an image that cannot be read ends the run; else it is left out.
  ///   - checkpointMinutes: the longest time between two checkpoints.
  ///   - context: where kernels run; its instruction set should be the recipe's.
  /// - Throws: `TrainingError` when another trainer has the folder or the state there is not
  ///   of this recipe; `ShapeError`, `KernelError`, `CheckpointError`.
  public init(
    _ recipe: Recipe, dataset: Dataset, folder: RunFolder, resume: Bool,
    isStrict: Bool = false, checkpointMinutes: Double = 5, context: ExecutionContext
  ) throws {
    self.recipe = recipe
    self.dataset = dataset
    self.folder = folder
    checkpointInterval = checkpointMinutes * 60
    isResumed = resume
    lock = try folder.lock(isNew: !resume)
    for place in [folder.path, folder.weightsPath] { AtomicFile.removeAbandoned(in: place) }
    network = try recipe.model.network(
      classes: dataset.train.classNames.count, size: recipe.size, channels: dataset.train.channels)
    let preprocessing = try Preprocessing(
      recipe, fittedTo: dataset.train, network, former: resume ? folder : nil, context: context)
    engine = try TrainingEngine(
      recipe, network: network, images: dataset.train, preprocessing: preprocessing,
      context: context)
    evaluator = try Evaluator(
      network, parameters: engine.model, images: dataset.measured, batchSize: recipe.batchSize,
      chunk: recipe.chunk, math: recipe.math, preprocessing: preprocessing,
      sharingMemoryOf: engine.plan, context: context)
    monitor = PlateauMonitor(classes: network.classes)
    skipped = SkippedImages(isStrict: isStrict)
    if resume {
      startingWeights = nil
      (state, best) = try Self.load(folder, into: engine, dataset, recipe)
      try folder.saveOptions(recipe)
    } else {
      let weights = try Self.initialize(
        engine.parameters, recipe, network, classNames: dataset.train.classNames)
      startingWeights = weights?.summary
      if recipe.initialization == .lsuv { try engine.scaleByData(weights?.replaced) }
      engine.beginAverage()
      try folder.saveOptions(recipe)
      if let split = dataset.split { try folder.saveSplit(split) }
      try Self.stateFile(state, best, engine).write(to: folder.statePath)
    }
    log = try MetricsLog(
      folder, measuring: dataset.measuredSet, resumingAt: state,
      stepsPerEpoch: Self.stepsPerEpoch(dataset, recipe))
  }

  public var parameters: Parameters { engine.parameters }

  /// Bytes of the plan that trains.
  public var memoryBytes: Int { engine.plan.memoryBytes }

  public var stepsPerEpoch: Int { Self.stepsPerEpoch(dataset, recipe) }

  static func stepsPerEpoch(_ dataset: Dataset, _ recipe: Recipe) -> Int {
    BatchLoader.batchCount(of: dataset.train.count, batchSize: recipe.batchSize)
  }

  /// - Parameters:
  ///   - events: called on this thread.
  ///   - shouldStop: asked after each step; true saves and returns.
  public func run(
    events: (TrainingEvent) -> Void, shouldStop: () -> Bool = { false }
  ) throws -> TrainingOutcome {
    lastCheckpoint = .now
    if isResumed { try repair(events) }
    while state.epoch < recipe.epochs && !hasLostPatience {
      let start = ContinuousClock.now
      if let early = try trainEpoch(events, shouldStop) {
        try checkpoint(events)
        return early
      }
      guard let evaluation = try evaluate(events, shouldStop) else {
        try checkpoint(events)
        return .stopped
      }
      try finishEpoch(evaluation, seconds: (ContinuousClock.now - start).seconds, events)
    }
    guard try dataset.validation == nil || testBest(events, shouldStop) else { return .stopped }
    return state.epoch < recipe.epochs ? .stoppedEarly : .finished
  }

  private static func initialize(
    _ parameters: Parameters, _ recipe: Recipe, _ network: Network, classNames: [String]
  ) throws -> StartingWeights? {
    if let weights = recipe.weights {
      return try StartingWeights(
        ModelFile.path(of: weights), for: recipe, network, classNames: classNames, into: parameters)
    }
    try parameters.initialize(recipe)
    return nil
  }
}
