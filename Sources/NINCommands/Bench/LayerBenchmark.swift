import NINKernels
import NINModules
import NINOptimizers
import NINPlans
import NINTensors

/// A network on one batch of made-up images, timed step by step.
final class LayerBenchmark {
  private let plan: Plan
  private let optimizer: Optimizer
  private let batchSize: Int
  private let labels: [Int32]
  private let losses: FloatBuffer

  init(
    _ network: Network, batchSize: Int, chunk: Int, mode: PlanMode, math: MathMode,
    context: ExecutionContext
  ) throws {
    let parameters = try Parameters(network.parameters)
    Initialization.kaiming.fill(parameters.values.elements, layout: network.parameters, seed: 1)
    plan = try Plan(
      network, parameters: parameters, chunk: min(chunk, batchSize), mode: mode, math: math,
      context: context)
    let sgd = OptimizerConfiguration(
      kind: .sgd, learningRate: 1e-4, momentum: mode == .training ? 0.9 : 0)
    optimizer = try Optimizer(sgd, count: network.parameters.count, context: context)
    self.batchSize = batchSize
    labels = (0..<plan.chunk).map { Int32($0 % network.classes) }
    losses = try FloatBuffer(count: plan.chunk)
    var stream = RandomStream(seed: 1, purpose: .testing)
    for index in 0..<(plan.chunk * network.input.imageCount) {
      plan.input[index] = stream.uniform()
    }
  }

  /// The median of `samples` batches, after one to warm up.
  func run(samples: Int) throws -> LayerReport {
    let roof = try Roof(plan.context)
    try batch()
    var timed: [(total: Double, steps: StepTimes)] = []
    for _ in 0..<samples {
      plan.times = StepTimes(steps: plan.descriptions.count)
      let start = ContinuousClock.now
      try batch()
      let total = (ContinuousClock.now - start) / .seconds(1)
      if let times = plan.times { timed.append((total, times)) }
    }
    let median = timed.sorted { $0.total < $1.total }[samples / 2]
    return LayerReport(
      plan, batchSize: batchSize, roof: roof, total: median.total, times: median.steps)
  }

  private func batch() throws(KernelError) {
    try plan.prepareWeights()
    if plan.mode == .training { plan.beginStep() }
    for first in stride(from: 0, to: batchSize, by: plan.chunk) {
      try pass(images: min(plan.chunk, batchSize - first), first: first)
    }
    guard plan.mode == .training else { return }
    try plan.endStep()
    try optimizer.step(
      values: plan.parameters.values, gradients: plan.parameters.gradients,
      learningRate: optimizer.configuration.learningRate)
  }

  private func pass(images: Int, first: Int) throws(KernelError) {
    let dropout = DropoutSeed(key: 1, firstImage: first)
    try plan.forward(images: images, dropout: dropout)
    guard plan.mode == .training else { return }
    try plan.lossGradient(
      images: images, labels: labels, batch: batchSize, losses: losses.pointer)
    try plan.backward(images: images, dropout: dropout)
  }
}
