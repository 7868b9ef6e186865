import NINDatasets
import NINOptimizers
import NINPlans

extension Plan {
  /// A training step up to the optimizer: forward pass, loss and backward pass of a batch.
  /// `parameters.gradients` is then the gradient of the mean loss.
  /// - Parameters:
  ///   - batch: as a loader brings it.
  ///   - input: for the set that the batch is of.
  ///   - smoothing: of the labels, 0 for none.
  ///   - variation: random variants of the images; nil takes them as they are.
  /// - Throws: `KernelError`.
  public func step(
    _ batch: ImageBatch, through input: InputPipeline, smoothing: Float = 0,
    variation: BatchVariation? = nil
  ) throws -> StepResult {
    var statistics = BatchStatistics(classes: network.classes)
    let labels = batch.labels(from: 0)
    try step(
      batch: batch.count, labels: labels, smoothing: smoothing, mixed: variation?.mixedLabels
    ) { images, memory in
      try input.fill(memory, with: images, of: batch, variation)
    } observe: {
      statistics.add($0, of: batch)
    }
    return StepResult(loss: statistics.meanLoss, livingOutputs: statistics.livingOutputs)
  }

  /// What the model makes of a batch.
  func evaluate(_ batch: ImageBatch, through input: InputPipeline) throws -> BatchStatistics {
    var statistics = BatchStatistics(classes: network.classes)
    try evaluate(batch: batch.count, labels: batch.labels(from: 0)) { images, memory in
      try input.fill(memory, with: images, of: batch)
    } observe: {
      statistics.add($0, of: batch)
    }
    return statistics
  }
}

extension BatchStatistics {
  fileprivate mutating func add(_ result: ChunkResult, of batch: ImageBatch) {
    add(
      images: batch.images[result.images], logits: result.logits,
      labels: batch.labels(from: result.images.lowerBound), losses: result.losses)
  }
}

extension Optimizer {
  /// One step along the gradients of `parameters`.
  /// - Parameters:
  ///   - parameters: as many as the optimizer is for.
  ///   - learningRate: nil for the configuration's.
  ///   - gradientScale: what gradients are multiplied by first.
  public func step(
    _ parameters: Parameters, learningRate: Float? = nil, gradientScale: Float = 1
  ) throws {
    try step(
      values: parameters.values, gradients: parameters.gradients,
      learningRate: learningRate ?? configuration.learningRate, gradientScale: gradientScale)
  }
}
