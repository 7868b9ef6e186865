import NINDatasets
import NINKernels
import NINModules
import NINPlans

/// How well a model does on a set.
public struct Evaluation: Hashable, Codable, Sendable {
  /// The mean over batches of the batches' mean losses, as the notebook prints it.
  public var loss: Double
  /// Shares of the set: the right class is first, or among the first five.
  public var top1: Double
  public var top5: Double
  public var classNames: [String]
  /// Per class: the share that the model got right, and the number of images.
  public var classAccuracy: [Double]
  public var classCounts: [Int]
  /// Per class: whether its output is other than zero for some image. One that is not cannot be
  /// predicted, and behind a ReLU gets no gradient to recover by.
  public var isLiving: [Bool]

  /// Images of each class (row) by the class that the model took them for (column).
  public var confusion: [[Int]]
  /// The wrong predictions with the largest losses, those first.
  public var mistakes: [Mistake]

  /// A wrong prediction.
  public struct Mistake: Hashable, Codable, Sendable {
    /// Its number in the set.
    public var image: Int
    public var label: Int
    public var predicted: Int
    /// Of the predicted class.
    public var probability: Double
    public var loss: Double
  }

  /// How many mistakes are kept.
  static let mostMistakes = 24

  public var livingOutputs: Int { isLiving.count { $0 } }

  /// The names of the classes whose output is zero for every image.
  public var deadClasses: [String] {
    zip(classNames, isLiving).filter { !$1 }.map(\.0)
  }
}

/// Runs a model over a set, in order, in batches.
public final class Evaluator {
  private let plan: Plan
  private let images: any ImageSource
  private let pipeline: InputPipeline
  private let batchSize: Int
  private let losses: FloatBuffer

  public init(
    _ network: Network, parameters: Parameters, images: any ImageSource, batchSize: Int,
    chunk: Int? = nil, math: MathMode = .fast,
    normalization: Recipe.Normalization? = nil,
    context: ExecutionContext
  ) throws {
    plan = try Plan(
      network, parameters: parameters,
      chunk: min(chunk ?? Recipe.usualChunk(for: network), batchSize), mode: .inference, math: math,
      context: context)
    self.images = images
    self.batchSize = batchSize
    pipeline = try InputPipeline(
      images, network: network, normalization: normalization, context: context)
    losses = try FloatBuffer(count: plan.chunk)
  }

  /// - Parameters:
  ///   - isStrict: whether an image that cannot be read is an error; else it is left out.
  ///   - onSkip: told which, a line each.
  ///   - onBatch: told how many batches are done, and of how many.
  ///   - shouldStop: asked after each batch.
  /// - Returns: nil when stopped before the end.
  public func run(
    isStrict: Bool = false, onSkip: (String) -> Void = { _ in },
    onBatch: (_ done: Int, _ of: Int) -> Void = { _, _ in }, shouldStop: () -> Bool = { false }
  ) throws -> Evaluation? {
    let loader = BatchLoader(images, batchSize: batchSize, shuffled: false, seed: 0, epoch: 0)
    defer { loader.cancel() }
    let classes = plan.network.classes
    var all = BatchStatistics(classes: classes)
    var lossSum = 0.0
    var skipped = SkippedImages(isStrict: isStrict)
    try plan.prepareWeights()
    while let batch = loader.next() {
      for line in try skipped.observe(batch) { onSkip(line) }
      var statistics = BatchStatistics(classes: classes)
      try evaluate(batch, &statistics)
      all.add(statistics)
      lossSum += statistics.meanLoss
      onBatch(batch.index + 1, loader.batchCount)
      loader.recycle(batch)
      if shouldStop() { return nil }
    }
    return Evaluation(all, loss: lossSum / Double(loader.batchCount), images.classNames)
  }

  private func evaluate(
    _ batch: ImageBatch, _ statistics: inout BatchStatistics
  ) throws(KernelError) {
    for first in stride(from: 0, to: batch.count, by: plan.chunk) {
      let count = min(plan.chunk, batch.count - first)
      try pipeline.fill(plan, from: batch, first: first, count: count)
      try plan.forward(images: count, dropout: DropoutSeed(key: 0, firstImage: first))
      try plan.lossGradient(
        images: count, labels: batch.labels(from: first), batch: batch.count,
        losses: losses.pointer)
      statistics.add(
        images: batch.images[first..<(first + count)], logits: plan.logits,
        labels: batch.labels(from: first), losses: losses.pointer)
    }
  }
}

extension Evaluation {
  fileprivate init(_ statistics: BatchStatistics, loss: Double, _ classNames: [String]) {
    let count = Double(max(statistics.count, 1))
    self.loss = loss
    top1 = Double(statistics.top1) / count
    top5 = Double(statistics.top5) / count
    self.classNames = classNames
    classCounts = statistics.images
    isLiving = statistics.isLiving
    confusion = statistics.confusion
    mistakes = statistics.mistakes
    classAccuracy = zip(statistics.correct, statistics.images).map {
      Double($0) / Double(max($1, 1))
    }
  }
}
