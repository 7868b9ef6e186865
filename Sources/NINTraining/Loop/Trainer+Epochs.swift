import NINDatasets
import NINModels
import Foundation

extension Trainer {
  /// - Returns: nil when the epoch is complete.
  func trainEpoch(
    _ events: (TrainingEvent) -> Void, _ shouldStop: () -> Bool
  ) throws -> TrainingOutcome? {
    let loader = loader()
    defer { loader.cancel() }
    var isStopping = false
    while true {
      if let limit = recipe.maximumSteps, state.step >= limit { return .reachedMaximumSteps }
      let start = ContinuousClock.now
      guard let own = loader.next() else {
        try skipped.requireSome(state.lossCount)
        return nil
      }
      let batch = try SharedBatch(
        own, shards: recipe.shardCount, isStopping: isStopping, communicator)
      if batch.isStopping { return .stopped }
      for warning in try skipped.observe(batch.skipped) { events(.warning(warning)) }
      let rate = learningRate(afterSteps: state.step)
      let result =
        try batch.count == 0
        ? nil : engine.step(batch, epoch: state.epoch, learningRate: rate)
      let count = batch.count
      loader.recycle(own)
      if let result {
        try requireFinite(result.loss, .loss)
        state.lossSum += result.loss
        state.lossCount += 1
      } else {
        engine.skip(afterSteps: state.step)
      }
      state.step += 1
      state.batch += 1
      if let result {
        let seconds = (ContinuousClock.now - start).seconds
        try report(result, rate: rate, imagesPerSecond: Double(count) / seconds, events)
      }
      isStopping = shouldStop()
      if isStopping && communicator.size == 1 { return .stopped }
      if log != nil && (ContinuousClock.now - lastCheckpoint).seconds > checkpointInterval {
        try checkpoint(events)
      }
    }
  }

  /// The batches that are left of the epoch, of which each rank loads its part. Images that are mixed
  /// may have any others as partners: every rank then loads all.
  private func loader() -> BatchLoader {
    let (rank, size, shards) = (communicator.rank, communicator.size, recipe.shardCount)
    let isWhole = recipe.augmentation?.mixup != nil
    return BatchLoader(
      dataset.train, batchSize: recipe.batchSize, shuffled: recipe.shuffle, seed: recipe.seed,
      epoch: state.epoch, first: state.batch,
      part: { count in
        isWhole ? 0..<count : SharedBatch.part(of: count, shards: shards, rank, size)
      })
  }

  private func learningRate(afterSteps step: Int) -> Float {
    recipe.schedule.rate(
      base: recipe.baseRate, step: step, stepsPerEpoch: stepsPerEpoch,
      totalSteps: stepsPerEpoch * recipe.epochs)
  }

  private var imagesLeft: Int {
    let steps = min(stepsPerEpoch * recipe.epochs, recipe.maximumSteps ?? .max) - state.step
    let epochs = steps / stepsPerEpoch + (state.batch == stepsPerEpoch ? 1 : 0)
    return steps * min(recipe.batchSize, dataset.train.count) + epochs * dataset.measured.count / 3
  }

  private func report(
    _ result: StepResult, rate: Float, imagesPerSecond: Double, _ events: (TrainingEvent) -> Void
  ) throws {
    let metrics = StepMetrics(
      epoch: state.epoch + 1, step: state.step, loss: result.loss, learningRate: rate,
      imagesPerSecond: imagesPerSecond, livingOutputs: result.livingOutputs,
      gradientNorm: result.gradientNorm)
    try log?.add(metrics)
    events(.step(metrics, batch: state.batch, of: stepsPerEpoch, imagesLeft: imagesLeft))
    if let warning = monitor.observe(loss: result.loss, livingOutputs: result.livingOutputs) {
      events(.warning(warning))
    }
  }

  func evaluate(
    _ events: (TrainingEvent) -> Void, _ shouldStop: () -> Bool
  ) throws -> Evaluation? {
    try evaluator.run(
      isStrict: skipped.isStrict, onSkip: { events(.warning($0)) },
      onBatch: { events(.evaluating(batch: $0, of: $1)) }, shouldStop: shouldStop)
  }

  func finishEpoch(
    _ evaluation: Evaluation, seconds: Double, _ events: (TrainingEvent) -> Void
  ) throws {
    try requireFinite(
      evaluation.loss, measuredSet == .test ? .testLoss : .validationLoss)
    let metrics = EpochMetrics(
      epoch: state.epoch + 1, step: state.step,
      trainLoss: state.lossSum / Double(max(state.lossCount, 1)), set: measuredSet,
      loss: evaluation.loss,
      accuracy: evaluation.top1, top5: evaluation.top5,
      livingOutputs: evaluation.livingOutputs,
      learningRate: learningRate(afterSteps: state.step - 1), seconds: seconds)
    state.epoch += 1
    state.batch = 0
    state.lossSum = 0
    state.lossCount = 0
    try log?.add(metrics)
    if evaluation.top1 > state.bestAccuracy ?? -1 {
      state.bestAccuracy = evaluation.top1
      state.bestEpoch = state.epoch
      best = BestModel(evaluation: evaluation, values: Array(engine.model.values.elements))
    }
    try checkpoint(events)
    events(.epoch(metrics, best: best?.evaluation ?? evaluation, of: recipe.epochs))
    if let warning = monitor.observe(dead: evaluation.deadClasses) { events(.warning(warning)) }
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
