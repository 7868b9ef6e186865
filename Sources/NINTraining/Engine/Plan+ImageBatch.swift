import NINDatasets
import NINOptimizers
import NINPlans

extension Plan {
  /// A training step up to the optimizer: forward pass, loss and backward pass of a batch.
  /// `parameters.gradients` is then the gradient of the mean loss.
  /// - Parameters:
  ///   - batch: a batch of a loader.
  ///   - input: the pipeline for the data set of the batch.
  ///   - smoothing: the label smoothing, in `0..<1`.
  ///   - variation: random variants of the images; nil for none.
  /// - Throws: `KernelError`.
  public func step(
    _ batch: ImageBatch, through input: InputPipeline, smoothing: Float = 0,
    variation: BatchVariation? = nil
  ) throws -> StepResult {
    var statistics = BatchStatistics(classes: network.classes)
    let labels = batch.labels(from: 0)
    try step(
      batchSize: batch.count, labels: labels, smoothing: smoothing, mixed: variation?.mixedLabels
    ) { images, memory in
      try input.fill(memory, with: images, of: batch, variation)
    } observe: {
      statistics.add($0, of: batch)
    }
    return StepResult(loss: statistics.meanLoss, livingOutputs: statistics.livingOutputs)
  }

  /// The statistics of the predictions for a batch.
  func evaluate(_ batch: ImageBatch, through input: InputPipeline) throws -> BatchStatistics {
    var statistics = BatchStatistics(classes: network.classes)
    try evaluate(batchSize: batch.count, labels: batch.labels(from: 0)) { images, memory in
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
  ///   - parameters: parameters of the count that the optimizer was made for.
  ///   - learningRate: the learning rate; nil for the one of the configuration.
  ///   - gradientScale: a factor for all gradients.
  /// - Throws: `KernelError`.
  public func step(
    _ parameters: Parameters, learningRate: Float? = nil, gradientScale: Float = 1
  ) throws {
    try step(
      values: parameters.values, gradients: parameters.gradients,
      learningRate: learningRate ?? configuration.learningRate, gradientScale: gradientScale)
  }
}
