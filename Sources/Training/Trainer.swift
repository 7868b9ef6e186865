import Datasets
import Foundation
import Kernels
import Modules
import Plans

/// Runs a recipe from where its folder stands to its end.
public final class Trainer {
  public let recipe: Recipe
  public let folder: RunFolder
  public let network: Network
  public private(set) var state = RunState()

  private let dataset: Dataset
  private let engine: TrainingEngine
  private let evaluator: Evaluator
  private let log: MetricsLog
  private let checkpointInterval: Double
  private var lastCheckpoint = ContinuousClock.now
  private var monitor: PlateauMonitor

  /// - Parameters:
  ///   - dataset: already limited as the recipe says.
  ///   - resume: whether the folder's state is where to begin.
  ///   - checkpointMinutes: the longest time between two checkpoints.
  public init(
    _ recipe: Recipe, dataset: Dataset, folder: RunFolder, resume: Bool,
    checkpointMinutes: Double = 5, context: ExecutionContext
  ) throws {
    self.recipe = recipe
    self.dataset = dataset
    self.folder = folder
    checkpointInterval = checkpointMinutes * 60
    network = try Network(
      recipe.model, classes: dataset.train.classNames.count, size: recipe.size,
      channels: dataset.train.channels)
    engine = try TrainingEngine(
      recipe, network: network, images: dataset.train, context: context)
    evaluator = try Evaluator(
      network, parameters: engine.parameters, images: dataset.test, batchSize: recipe.batchSize,
      chunk: recipe.chunk, math: recipe.math, normalization: recipe.normalization,
      context: context)
    monitor = PlateauMonitor(classes: network.classes)
    if resume {
      state = try folder.loadState(into: engine)
      try folder.saveOptions(recipe)
    } else {
      try Self.initialize(engine.parameters, recipe)
      try folder.saveOptions(recipe)
      try folder.saveState(state, engine)
    }
    log = try MetricsLog(folder, resumingAt: state)
  }

  public var parameters: Parameters { engine.parameters }

  /// Bytes of the plan that trains.
  public var memoryBytes: Int { engine.plan.memoryBytes }

  public var stepsPerEpoch: Int {
    BatchLoader.batchCount(of: dataset.train.count, batchSize: recipe.batchSize)
  }

  /// - Parameters:
  ///   - events: called on this thread.
  ///   - shouldStop: asked after each step; true saves and returns.
  public func run(
    events: (TrainingEvent) -> Void, shouldStop: () -> Bool = { false }
  ) throws -> TrainingOutcome {
    lastCheckpoint = .now
    while state.epoch < recipe.epochs {
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
    return .finished
  }

  private static func initialize(_ parameters: Parameters, _ recipe: Recipe) throws {
    if let weights = recipe.weights {
      try ModelFile.load(weights, into: parameters)
    } else {
      recipe.initialization.fill(
        parameters.values.elements, layout: parameters.layout, seed: recipe.seed)
    }
  }
}

// MARK: Epochs

extension Trainer {
  /// - Returns: nil when the epoch is complete.
  private func trainEpoch(
    _ events: (TrainingEvent) -> Void, _ shouldStop: () -> Bool
  ) throws -> TrainingOutcome? {
    let loader = BatchLoader(
      dataset.train, batchSize: recipe.batchSize, shuffled: recipe.shuffle, seed: recipe.seed,
      epoch: state.epoch, first: state.batch)
    defer { loader.cancel() }
    while true {
      if let limit = recipe.maximumSteps, state.step >= limit { return .reachedMaximumSteps }
      let start = ContinuousClock.now
      guard let batch = loader.next() else { return nil }
      let rate = learningRate
      let result = try engine.step(batch, step: state.step, learningRate: rate)
      let count = batch.count
      loader.recycle(batch)
      try requireFinite(result)
      state.step += 1
      state.batch += 1
      state.lossSum += result.loss
      let seconds = (ContinuousClock.now - start).seconds
      try report(result, rate: rate, imagesPerSecond: Double(count) / seconds, events)
      if shouldStop() { return .stopped }
      if (ContinuousClock.now - lastCheckpoint).seconds > checkpointInterval {
        try checkpoint(events)
      }
    }
  }

  private var learningRate: Float {
    recipe.schedule.rate(
      base: recipe.optimizer.learningRate, step: state.step, stepsPerEpoch: stepsPerEpoch,
      totalSteps: stepsPerEpoch * recipe.epochs)
  }

  private var imagesLeft: Int {
    let steps = min(stepsPerEpoch * recipe.epochs, recipe.maximumSteps ?? .max) - state.step
    let epochs = steps / stepsPerEpoch + (state.batch == stepsPerEpoch ? 1 : 0)
    return steps * min(recipe.batchSize, dataset.train.count) + epochs * dataset.test.count / 3
  }

  private func report(
    _ result: StepResult, rate: Float, imagesPerSecond: Double, _ events: (TrainingEvent) -> Void
  ) throws {
    let metrics = StepMetrics(
      epoch: state.epoch + 1, step: state.step, loss: result.loss, lr: rate,
      images_per_second: imagesPerSecond, living_outputs: result.livingOutputs,
      gradient_norm: result.gradientNorm)
    try log.add(metrics)
    events(.step(metrics, batch: state.batch, of: stepsPerEpoch, imagesLeft: imagesLeft))
    if let finding = monitor.observe(loss: result.loss, livingOutputs: result.livingOutputs) {
      events(.warning(finding.explanation(classes: network.classes)))
    }
  }

  private func evaluate(
    _ events: (TrainingEvent) -> Void, _ shouldStop: () -> Bool
  ) throws -> Evaluation? {
    try evaluator.run(
      onBatch: { events(.evaluating(batch: $0, of: $1)) }, shouldStop: shouldStop)
  }

  private func finishEpoch(
    _ evaluation: Evaluation, seconds: Double, _ events: (TrainingEvent) -> Void
  ) throws {
    let metrics = EpochMetrics(
      epoch: state.epoch + 1, step: state.step,
      train_loss: state.lossSum / Double(stepsPerEpoch), test_loss: evaluation.loss,
      test_accuracy: evaluation.top1, test_top5: evaluation.top5,
      living_outputs: evaluation.livingOutputs, lr: learningRate,
      seconds: seconds)
    state.epoch += 1
    state.batch = 0
    state.lossSum = 0
    try log.add(metrics)
    if evaluation.top1 > state.bestAccuracy ?? -1 {
      state.bestAccuracy = evaluation.top1
      try ModelFile.save(engine.parameters, description, to: folder.bestPath)
    }
    try checkpoint(events)
    events(.epoch(metrics, of: recipe.epochs))
    if let text = monitor.observe(dead: evaluation.deadClasses) { events(.warning(text)) }
  }
}

// MARK: Checkpoints

extension Trainer {
  private var description: ModelDescription {
    ModelDescription(
      model: recipe.model, size: recipe.size, channels: network.input.channels,
      classNames: dataset.train.classNames, normalization: recipe.normalization)
  }

  private func checkpoint(_ events: (TrainingEvent) -> Void) throws {
    guard try engine.plan.context.norm(engine.parameters.values).isFinite else {
      throw lost("a parameter is no longer finite")
    }
    try folder.saveState(state, engine)
    try ModelFile.save(engine.parameters, description, to: folder.lastPath)
    lastCheckpoint = .now
    events(.checkpoint(path: folder.statePath))
  }

  private func requireFinite(_ result: StepResult) throws(TrainingError) {
    guard result.loss.isFinite else {
      throw lost("the loss is \(result.loss.isNaN ? "not a number" : "infinite")")
    }
  }

  private func lost(_ what: String) -> TrainingError {
    TrainingError(
      "epoch \(state.epoch + 1), step \(state.step + 1): \(what); the last good checkpoint in "
        + "\(folder.path) is intact; try a lower --lr, --warm-up 1 or --clip 1")
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
