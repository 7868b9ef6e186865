import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINPlans

/// Runs a model over a set, in order, in batches.
public final class Evaluator {
  private let plan: Plan
  private let images: any ImageSource
  private let pipeline: InputPipeline
  private let batchSize: Int

  public init(
    _ network: Network, parameters: Parameters, images: any ImageSource, batchSize: Int,
    chunk: Int? = nil, math: MathMode = .fast,
    normalization: Normalization? = nil, context: ExecutionContext
  ) throws {
    plan = try Plan(
      network, parameters: parameters,
      chunk: min(chunk ?? Plan.usualChunk(for: network), batchSize), mode: .inference, math: math,
      context: context)
    self.images = images
    self.batchSize = batchSize
    pipeline = try InputPipeline(
      images, network: network, normalization: normalization, context: context)
  }

  /// - Parameters:
  ///   - isStrict: whether an image that cannot be read is an error; else it is left out.
  ///   - onSkip: told which, a line each.
  ///   - onBatch: told how many batches are done, and of how many.
  ///   - shouldStop: asked after each batch.
  /// - Returns: nil when stopped before the end.
  /// - Throws: `DatasetError` of the first image where none can be read; `KernelError`.
  public func run(
    isStrict: Bool = false, onSkip: (String) -> Void = { _ in },
    onBatch: (_ done: Int, _ of: Int) -> Void = { _, _ in }, shouldStop: () -> Bool = { false }
  ) throws -> Evaluation? {
    let loader = BatchLoader(images, batchSize: batchSize, shuffled: false, seed: 0, epoch: 0)
    defer { loader.cancel() }
    var all = BatchStatistics(classes: plan.network.classes)
    var (lossSum, batches) = (0.0, 0)
    var skipped = SkippedImages(isStrict: isStrict)
    try plan.prepareWeights()
    while let batch = loader.next() {
      for line in try skipped.observe(batch) { onSkip(line) }
      if batch.count > 0 {
        let statistics = try plan.evaluate(batch, through: pipeline)
        all.add(statistics)
        lossSum += statistics.meanLoss
        batches += 1
      }
      onBatch(batch.index + 1, loader.batchCount)
      loader.recycle(batch)
      if shouldStop() { return nil }
    }
    try skipped.requireSome(batches)
    return Evaluation(all, loss: lossSum / Double(max(batches, 1)), images.classNames)
  }
}
