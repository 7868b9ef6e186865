import NINCommunication
import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINPlans

/// Measures a model on a data set, in batches in the order of the set, which ranks take in turn.
public final class Evaluator {
  private let plan: Plan
  private let images: any ImageSource
  private let pipeline: InputPipeline
  private let batchSize: Int
  private let communicator: any Communicator
  /// Kept between calls of `run`, so that each image is reported once.
  private var skipped = SkippedImages(isStrict: false)

  /// - Parameters:
  ///   - network: the network.
  ///   - parameters: its parameters; `run` uses their values at that time.
  ///   - images: the data set.
  ///   - batchSize: the batch size of the loss.
  ///   - chunk: the maximum number of images of one pass; nil for `Plan.usualChunk`.
  ///   - math: how much accuracy may be given up for speed.
  ///   - preprocessing: what is done to the pixels.
  ///   - other: a plan that never runs at the same time; its memory is used if it is large enough.
  ///   - communicator: the ranks that share the work; all have the same model and images.
  ///   - context: the instruction set and the threads.
  /// - Throws: `ShapeError`, `KernelError`, `TrainingError` when the images do not fit the network.
  public init(
    _ network: Network, parameters: Parameters, images: any ImageSource, batchSize: Int,
    chunk: Int? = nil, math: MathMode = .fast,
    preprocessing: Preprocessing = Preprocessing(), sharingMemoryOf other: Plan? = nil,
    communicator: any Communicator = SingleProcess(), context: ExecutionContext
  ) throws {
    self.communicator = communicator
    plan = try Plan(
      network, parameters: parameters,
      chunk: min(chunk ?? Plan.usualChunk(for: network), batchSize), mode: .inference, math: math,
      sharingMemoryOf: other, context: context)
    self.images = images
    self.batchSize = batchSize
    pipeline = try InputPipeline(
      images, network: network, preprocessing: preprocessing, context: context)
  }

  /// Measures the model.
  /// - Parameters:
  ///   - isStrict: whether an unreadable image is an error; otherwise it is skipped.
  ///   - onSkip: called once for each skipped image.
  ///   - onBatch: called after each batch with the number of batches done and of all batches.
  ///   - shouldStop: called after each batch; true ends the measurement.
  /// - Returns: the results; nil when stopped.
  /// - Throws: `DatasetError` for an unreadable image when strict, or when no image is readable;
  ///   `KernelError`.
  public func run(
    isStrict: Bool = false, onSkip: (TrainingWarning) -> Void = { _ in },
    onBatch: (_ done: Int, _ of: Int) -> Void = { _, _ in }, shouldStop: () -> Bool = { false }
  ) throws -> Evaluation? {
    let loader = BatchLoader(
      images, batchSize: batchSize, shuffled: false, seed: 0, epoch: 0, first: communicator.rank,
      every: communicator.size)
    defer { loader.cancel() }
    var all = BatchStatistics(classes: plan.network.classes)
    var (lossSum, batches, isStopping) = (0.0, 0, false)
    skipped.isStrict = isStrict
    try plan.prepareWeights()
    for first in stride(from: 0, to: loader.batchCount, by: communicator.size) {
      let turn = try communicator.gather(coded: try outcome(loader, isStopping))
      if turn.contains(where: \.isStopping) { return nil }
      for (place, outcome) in turn.enumerated() where first + place < loader.batchCount {
        for warning in try skipped.observe(outcome.unread.map(\.error)) { onSkip(warning) }
        if let statistics = outcome.statistics {
          all.add(statistics)
          lossSum += statistics.meanLoss
          batches += 1
        }
        onBatch(first + place + 1, loader.batchCount)
      }
      isStopping = shouldStop()
      if isStopping && communicator.size == 1 { return nil }
    }
    try skipped.requireSome(batches)
    return Evaluation(all, loss: lossSum / Double(max(batches, 1)), images.classNames)
  }

  /// The results of one batch on one rank.
  private struct Outcome: Codable {
    var isStopping: Bool
    var unread: [UnreadImage] = []
    /// Nil when no image was readable, or no batch was left for the rank.
    var statistics: BatchStatistics?
  }

  private func outcome(_ loader: BatchLoader, _ isStopping: Bool) throws -> Outcome {
    var outcome = Outcome(isStopping: isStopping)
    guard let batch = loader.next() else { return outcome }
    defer { loader.recycle(batch) }
    outcome.unread = zip(batch.skippedPlaces, batch.skipped).map { UnreadImage($1, place: $0) }
    if batch.count > 0 { outcome.statistics = try plan.evaluate(batch, through: pipeline) }
    return outcome
  }
}
