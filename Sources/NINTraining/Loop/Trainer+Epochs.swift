import NINDatasets
import NINModels

extension Trainer {
  /// Trains until the end of the current epoch.
  /// - Returns: nil when the epoch is complete, else why the run ends early.
  func trainEpoch(
    _ events: (TrainingEvent) -> Void, _ shouldStop: () -> Bool
  ) throws -> TrainingOutcome? {
    let loader = loader()
    defer { loader.cancel() }
    var isStopping = false
    while true {
      // After the last step of an epoch, the epoch is tested first.
      if let limit = recipe.maximumSteps, state.step >= limit, state.batch < stepsPerEpoch {
        return .reachedMaximumSteps
      }
      let start = ContinuousClock.now
      guard let own = loader.next() else {
        try skipped.requireSome(state.lossCount)
        return nil
      }
      let batch = try SharedBatch(
        own, shards: recipe.shardCount, isStopping: isStopping, communicator)
      if batch.isStopping { return .stopped }
      for warning in try skipped.observe(batch.skipped) { events(.warning(warning)) }
      try trainStep(batch, since: start, events) { loader.recycle(own) }
      isStopping = shouldStop()
      if isStopping && communicator.size == 1 { return .stopped }
      if log != nil && (ContinuousClock.now - lastCheckpoint) / .seconds(1) > checkpointInterval {
        try checkpoint(events)
      }
    }
  }

  /// Loads the rest of the epoch's batches. Each rank loads its part of a batch, or all of it if
  /// images are mixed, because any two images may then be partners.
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

  /// Trains on a batch, which may be empty.
  /// - Parameters:
  ///   - batch: the batch.
  ///   - start: when the wait for the batch began.
  ///   - events: called with the results.
  ///   - recycle: called when the batch is not needed any more.
  private func trainStep(
    _ batch: SharedBatch, since start: ContinuousClock.Instant,
    _ events: (TrainingEvent) -> Void, recycle: () -> Void
  ) throws {
    let rate = learningRate(afterSteps: state.step)
    let count = batch.count
    let result =
      try count == 0 ? nil : engine.step(batch, epoch: state.epoch, learningRate: rate)
    recycle()
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
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      try report(result, rate: rate, imagesPerSecond: Double(count) / seconds, events)
    }
  }

  private func learningRate(afterSteps step: Int) -> Float {
    recipe.schedule.rate(
      base: recipe.baseRate, step: step, stepsPerEpoch: stepsPerEpoch,
      totalSteps: stepsPerEpoch * recipe.epochs)
  }

  /// The images to train on until the end of the run, plus a third of those to measure on, which
  /// need a forward pass only.
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

  /// Runs `evaluator` and passes its warnings and progress on as events.
  /// - Returns: nil when stopped.
  func evaluate(
    with evaluator: Evaluator, _ events: (TrainingEvent) -> Void, _ shouldStop: () -> Bool
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
