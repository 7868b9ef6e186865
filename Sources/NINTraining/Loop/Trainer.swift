import Foundation
import NINCheckpoints
import NINCommunication
import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINPlans

/// Trains by a recipe, from the start or from the state in a run folder, to the end. It locks the
/// folder: a second trainer on the same folder, in this process or another, is an error. Ranks that
/// train together have a trainer each; only the first one writes.
public final class Trainer {
  /// The default of the longest time between two checkpoints.
  public static let usualCheckpointMinutes = 5.0

  /// The options of the run.
  public let recipe: Recipe
  /// The folder of the run.
  public let folder: RunFolder
  /// The network that is trained.
  public let network: Network
  /// The current state of the run.
  public internal(set) var state = RunState()
  /// The source of the starting weights; nil when they are random or the run's own.
  public let startingWeights: StartingWeights?

  let dataset: Dataset
  let engine: TrainingEngine
  let evaluator: Evaluator
  let communicator: any Communicator
  /// Nil on all ranks but the first, as is `lock`.
  let log: MetricsLog?
  /// The model of `state.bestEpoch`.
  var best: BestModel?
  private let isResumed: Bool
  private let lock: RunLock?
  let checkpointInterval: Double
  var lastCheckpoint = ContinuousClock.now
  var monitor: PlateauMonitor
  var skipped: SkippedImages

  /// - Parameters:
  ///   - recipe: the options of the run.
  ///   - dataset: any images, already reduced to the recipe's limits. The run records their source.
  ///   - folder: the folder of the run.
  ///   - resume: whether to continue from the state in the folder.
  ///   - isStrict: whether an unreadable image ends the run; otherwise it is skipped.
  ///   - checkpointMinutes: the longest time between two checkpoints.
  ///   - communicator: the ranks that share the work; they have the same recipe and images.
  ///   - context: the instruction set, which should be the recipe's, and the threads.
  /// - Throws: `TrainingError` when another trainer uses the folder, its state does not fit the
  ///   recipe, or there are more ranks than shards; `ShapeError`, `KernelError`, `CheckpointError`,
  ///   `CommunicationError`.
  public init(
    _ recipe: Recipe, dataset: Dataset, folder: RunFolder, resume: Bool,
    isStrict: Bool = false, checkpointMinutes: Double = usualCheckpointMinutes,
    communicator: any Communicator = SingleProcess(), context: ExecutionContext
  ) throws {
    guard communicator.size <= recipe.shardCount else {
      throw TrainingError.tooManyRanks(communicator.size, shards: recipe.shardCount)
    }
    self.communicator = communicator
    let isFirst = communicator.rank == 0
    var recipe = recipe
    recipe.dataset = dataset.source
    self.recipe = recipe
    self.dataset = dataset
    self.folder = folder
    checkpointInterval = checkpointMinutes * 60
    isResumed = resume
    lock = isFirst ? try folder.lock(isNew: !resume) : nil
    if isFirst {
      for place in [folder.path, folder.weightsPath] { AtomicFile.removeAbandoned(in: place) }
    }
    network = try Self.network(recipe, dataset.train)
    if !resume, let weights = recipe.weights {
      try StartingWeights.checkChannels(of: ModelFile.path(of: weights), network)
    }
    let preprocessing = try Preprocessing(
      recipe, fittedTo: dataset.train, network, former: resume ? folder : nil, context: context)
    engine = try TrainingEngine(
      recipe, network: network, images: dataset.train, preprocessing: preprocessing,
      communicator: communicator, context: context)
    evaluator = try Evaluator(
      network, parameters: engine.model, images: dataset.measured, batchSize: recipe.batchSize,
      chunk: recipe.chunk, math: recipe.math, preprocessing: preprocessing,
      sharingMemoryOf: engine.plan, communicator: communicator, context: context)
    monitor = PlateauMonitor(classes: network.classes)
    skipped = SkippedImages(isStrict: isStrict)
    if resume {
      startingWeights = nil
      (state, best) = try Self.load(folder, into: engine, dataset, recipe)
      if isFirst { try folder.saveOptions(recipe) }
    } else {
      startingWeights = try Self.initialize(
        engine.parameters, recipe, network, classNames: dataset.train.classNames)
      if recipe.initialization == .lsuv { try engine.scaleByData(startingWeights?.replaced) }
      try engine.shareParameters()
      engine.beginAverage()
      if isFirst { try Self.begin(folder, recipe, dataset, engine) }
    }
    log =
      isFirst
      ? try MetricsLog(
        folder, measuring: dataset.measuredSet, resumingAt: state,
        stepsPerEpoch: Self.stepsPerEpoch(dataset, recipe)) : nil
  }

  private static func begin(
    _ folder: RunFolder, _ recipe: Recipe, _ dataset: Dataset, _ engine: TrainingEngine
  ) throws {
    try folder.saveOptions(recipe)
    if let split = dataset.split { try folder.saveSplit(split) }
    try stateFile(RunState(), nil, engine).write(to: folder.statePath)
  }

  /// The parameters that are trained.
  public var parameters: Parameters { engine.parameters }

  /// The bytes of memory of the plan for training.
  public var memoryBytes: Int { engine.plan.memoryBytes }

  /// The number of batches of an epoch.
  public var stepsPerEpoch: Int { Self.stepsPerEpoch(dataset, recipe) }

  static func stepsPerEpoch(_ dataset: Dataset, _ recipe: Recipe) -> Int {
    BatchLoader.batchCount(of: dataset.train.count, batchSize: recipe.batchSize)
  }

  /// Trains until the run is finished or stopped.
  /// - Parameters:
  ///   - events: called on this thread with everything that happens.
  ///   - shouldStop: called after each step; true on one rank saves the run and ends it on all.
  ///   - mustLeave: called repeatedly within a step that ranks share; true abandons the step, saves
  ///     the state before it and returns. The ranks can then no longer work together.
  /// - Returns: how the run ended.
  /// - Throws: `TrainingError` when the loss is no longer finite; `CheckpointError` when a file
  ///   cannot be written; `DatasetError` for unreadable images; `KernelError`,
  ///   `CommunicationError`.
  public func run(
    events: (TrainingEvent) -> Void, shouldStop: () -> Bool = { false },
    mustLeave: (() -> Bool)? = nil
  ) throws -> TrainingOutcome {
    communicator.whileWaiting = mustLeave.map { mustLeave in
      { if mustLeave() { throw StepGivenUp() } }
    }
    defer { communicator.whileWaiting = nil }
    do {
      return try runEpochs(events, shouldStop)
    } catch is StepGivenUp {
      try checkpoint(events)
      return .stopped
    } catch let error as CommunicationError {
      // Saves the steps before the one in which a rank did not answer.
      try? checkpoint(events)
      throw error
    }
  }

  private struct StepGivenUp: Error {}

  private func runEpochs(
    _ events: (TrainingEvent) -> Void, _ shouldStop: () -> Bool
  ) throws -> TrainingOutcome {
    lastCheckpoint = .now
    if isResumed { try repair(events) }
    while state.epoch < recipe.epochs && !hasLostPatience {
      let start = ContinuousClock.now
      if let early = try trainEpoch(events, shouldStop) {
        try checkpoint(events)
        return early
      }
      guard let evaluation = try evaluate(with: evaluator, events, shouldStop) else {
        try checkpoint(events)
        return .stopped
      }
      try finishEpoch(evaluation, seconds: (ContinuousClock.now - start) / .seconds(1), events)
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
