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
  /// Kept from one run to the next, so that each image is reported once.
  private var skipped = SkippedImages(isStrict: false)

  /// - Parameters:
  ///   - network: what is measured.
  ///   - parameters: of that network; the values that they have when it is measured count.
  ///   - images: what it is measured on.
  ///   - batchSize: images whose mean loss is averaged.
  ///   - chunk: images that pass the network at a time; nil leaves it to the network.
  ///   - math: the accuracy that may be given for speed.
  ///   - preprocessing: what becomes of the pixels.
  ///   - other: a plan that never runs at the same time, whose memory is used where it suffices.
  ///   - context: the instruction set and the threads.
  /// - Throws: `ShapeError`, `KernelError`, `TrainingError` when the images do not fit the network.
  public init(
    _ network: Network, parameters: Parameters, images: any ImageSource, batchSize: Int,
    chunk: Int? = nil, math: MathMode = .fast,
    preprocessing: Preprocessing = Preprocessing(), sharingMemoryOf other: Plan? = nil,
    context: ExecutionContext
  ) throws {
    plan = try Plan(
      network, parameters: parameters,
      chunk: min(chunk ?? Plan.usualChunk(for: network), batchSize), mode: .inference, math: math,
      sharingMemoryOf: other, context: context)
    self.images = images
    self.batchSize = batchSize
    pipeline = try InputPipeline(
      images, network: network, preprocessing: preprocessing, context: context)
  }

  /// - Parameters:
  ///   - isStrict: whether an image that cannot be read is an error; else it is left out.
  ///   - onSkip: told which image, once for each.
  ///   - onBatch: told how many batches are done, and of how many.
  ///   - shouldStop: asked after each batch.
  /// - Returns: nil when stopped before the end.
  /// - Throws: `DatasetError` of the first image where none can be read; `KernelError`.
  public func run(
    isStrict: Bool = false, onSkip: (TrainingWarning) -> Void = { _ in },
    onBatch: (_ done: Int, _ of: Int) -> Void = { _, _ in }, shouldStop: () -> Bool = { false }
  ) throws -> Evaluation? {
    let loader = BatchLoader(images, batchSize: batchSize, shuffled: false, seed: 0, epoch: 0)
    defer { loader.cancel() }
    var all = BatchStatistics(classes: plan.network.classes)
    var (lossSum, batches) = (0.0, 0)
    skipped.isStrict = isStrict
    try plan.prepareWeights()
    while let batch = loader.next() {
      for warning in try skipped.observe(batch) { onSkip(warning) }
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
