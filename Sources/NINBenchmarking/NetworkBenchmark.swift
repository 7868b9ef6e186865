import NINKernels
import NINModules
import NINOptimizers
import NINPlans
import NINTensors

/// Runs a network on one batch of images that are floats already: training steps or forward passes.
public final class NetworkBenchmark {
  /// The plan that is run.
  public let plan: Plan
  /// Images in each batch.
  public let batchSize: Int
  /// The logits of the last forward pass, `[batch][classes]`.
  public let logits: FloatBuffer

  private let optimizer: Optimizer
  private let images: FloatBuffer
  private let labels: [Int32]

  /// - Parameters:
  ///   - network: the network to run.
  ///   - parameters: its parameters; nil for random ones.
  ///   - images: `[batch][height][width][channels]`; nil for random ones.
  ///   - batchSize: images in the batch.
  ///   - chunk: images that pass through the network at a time.
  ///   - mode: whether a batch is a training step or a forward pass.
  ///   - math: the accuracy that may be given up for speed.
  ///   - context: the instruction set and the threads.
  /// - Throws: `ShapeError` or `KernelError`, as `Plan` does.
  public init(
    _ network: Network, parameters: Parameters? = nil, images: FloatBuffer? = nil, batchSize: Int,
    chunk: Int, mode: PlanMode, math: MathMode, context: ExecutionContext
  ) throws {
    PeakMemory.reset()
    let parameters = try parameters ?? .random(network)
    self.images = try images ?? .random(batchSize * network.input.countPerImage, in: 0..<1)
    plan = try Plan(
      network, parameters: parameters, chunk: min(chunk, batchSize), mode: mode, math: math,
      context: context)
    let sgd = OptimizerConfiguration(
      kind: .sgd, learningRate: 1e-4, momentum: mode == .training ? 0.9 : 0)
    optimizer = try Optimizer(sgd, count: network.parameters.count, context: context)
    self.batchSize = batchSize
    labels = (0..<batchSize).map { Int32($0 % network.classes) }
    logits = try FloatBuffer(count: batchSize * network.classes)
  }

  /// One training step, or one forward pass, of the whole batch.
  public func runBatch() throws {
    try plan.mode == .training ? trainingStep() : forwardPass()
  }

  /// Times `samples` batches.
  public func measure(samples: Int, roof: Roof) throws -> TimedOperation {
    let isTraining = plan.mode == .training
    let timing = try Timing(samples: samples, runBatch)
    var row = TimedOperation(
      isTraining ? "training step" : "inference", timing, imageCount: batchSize)
    let forward = plan.descriptions.reduce(0) { $0 + $1.multiplyAdds }
    let first = plan.descriptions.first?.multiplyAdds ?? 0
    row.setWork(
      multiplyAdds: isTraining ? 3 * forward - first : forward, imageCount: batchSize, roof: roof)
    row.peakMegabytes = PeakMemory.megabytes
    return row
  }

  private func forwardPass() throws {
    let classes = plan.network.classes
    try plan.predict(batchSize: batchSize, fill: copy) { images, chunk in
      (logits.pointer + images.lowerBound * classes)
        .update(from: chunk, count: images.count * classes)
    }
  }

  private func trainingStep() throws {
    try plan.step(batchSize: batchSize, labels: labels, smoothing: 0, fill: copy, observe: { _ in })
    try optimizer.step(
      values: plan.parameters.values, gradients: plan.parameters.gradients,
      learningRate: optimizer.configuration.learningRate)
  }

  private func copy(_ range: Range<Int>, to input: UnsafeMutablePointer<Float>) {
    let count = plan.network.input.countPerImage
    input.update(from: images.pointer + range.lowerBound * count, count: range.count * count)
  }
}
