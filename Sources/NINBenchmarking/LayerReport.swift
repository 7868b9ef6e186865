import NINKernels
import NINPlans

/// How the time of a batch is spent: one row per layer.
public struct LayerReport: Codable, Sendable {
  /// What limits a direct algorithm.
  public enum Bound: String, Codable, Sendable {
    /// The multiply-adds per second of the processor.
    case arithmetic
    /// The bytes per second of the memory.
    case memory
  }

  /// One layer.
  public struct Row: Codable, Sendable {
    /// The paths of its layers: "net.0.0 net.0.1".
    public let layer: String
    /// What it computes: "conv2d 5x5 + relu".
    public let operation: String
    /// The algorithm of a convolution; nil for other layers.
    public let algorithm: String?
    /// Milliseconds per batch.
    public let forward: Double
    /// The gradient of the weights; 0 for inference.
    public let weights: Double
    /// The gradient of the input; 0 for inference and for the first layer.
    public let data: Double
    /// The sum of the three, and the time for packing weights and gradients.
    public let total: Double
    /// The share of the time of the whole batch.
    public let share: Double
    /// Billions of operations per second, as if a direct algorithm did the work.
    public let gflops: Double
    /// What limits this layer.
    public let bound: Bound
    /// The shortest possible time of a direct algorithm, divided by the time that was measured.
    public let shareOfBound: Double

    private enum CodingKeys: String, CodingKey {
      case layer, operation, algorithm, share, gflops, bound
      case forward = "forward_ms"
      case weights = "weights_ms"
      case data = "data_ms"
      case total = "ms"
      case shareOfBound = "share_of_bound"
    }
  }

  /// The name of the network.
  public let model: String
  /// Images in each batch.
  public let batch: Int
  /// Whether a batch was a training step; otherwise it was a forward pass.
  public let training: Bool
  /// The instruction set.
  public let isa: ISA
  /// Threads of every kernel.
  public let threads: Int
  /// What this machine can do at most.
  public let roof: Roof
  /// Milliseconds per batch, including what happens between the rows.
  public let total: Double
  /// The batch size divided by the time.
  public let imagesPerSecond: Double
  /// The layers, in the order of the network.
  public let rows: [Row]

  private enum CodingKeys: String, CodingKey {
    case model, batch, training, isa, threads, roof, rows
    case total = "ms"
    case imagesPerSecond = "images_per_second"
  }
}

extension LayerReport {
  /// Times `samples` batches after one for warming up, and keeps the one with the median time.
  /// - Throws: `KernelError`.
  public init(_ benchmark: NetworkBenchmark, samples: Int) throws {
    let plan = benchmark.plan
    let roof = try Roof(plan.context)
    try benchmark.runBatch()
    var timed: [(total: Double, steps: StepTimes)] = []
    for _ in 0..<samples {
      plan.times = StepTimes(steps: plan.descriptions.count)
      let timing = try Timing(samples: 1, warmUp: 0) { try benchmark.runBatch() }
      if let times = plan.times { timed.append((timing.median, times)) }
    }
    plan.times = nil
    let median = timed.sorted { $0.total < $1.total }[samples / 2]
    self.init(benchmark, roof: roof, total: median.total, times: median.steps)
  }

  private init(_ benchmark: NetworkBenchmark, roof: Roof, total: Double, times: StepTimes) {
    let plan = benchmark.plan
    model = plan.network.name
    batch = benchmark.batchSize
    training = plan.mode == .training
    isa = plan.context.isa
    threads = plan.context.threads
    self.roof = roof
    self.total = total * 1e3
    imagesPerSecond = Double(batch) * 1e3 / self.total
    // Inference leaves dropout out.
    let steps = plan.descriptions.indices.filter {
      plan.mode == .training || plan.descriptions[$0].operation != "dropout"
    }
    rows = steps.map {
      Row($0, plan, imageCount: Double(benchmark.batchSize), roof: roof, total: total, times: times)
    }
  }
}

extension LayerReport.Row {
  /// A training step does the arithmetic of a layer three times (output, input gradient, weight
  /// gradient), except for the input gradient of the first layer. Input and output pass through
  /// memory once in the forward pass and twice in the backward pass.
  fileprivate init(
    _ step: Int, _ plan: Plan, imageCount: Double, roof: Roof, total: Double, times: StepTimes
  ) {
    let description = plan.descriptions[step]
    let training = plan.mode == .training
    let operations =
      2 * imageCount * Double(description.multiplyAdds) * (training ? (step == 0 ? 2 : 3) : 1)
    let bytes =
      4 * imageCount * Double(description.inputCount + description.outputCount) * (training ? 3 : 1)
    let seconds = max(StepTimes.Pass.allCases.reduce(0) { $0 + times[step, $1] }, 1e-9)
    layer = description.paths.joined(separator: " ")
    operation = description.operation
    algorithm = description.algorithm.map { "\($0)" }
    forward = times[step, .forward] * 1e3
    weights = times[step, .weightGradient] * 1e3
    data = times[step, .inputGradient] * 1e3
    self.total = seconds * 1e3
    share = seconds / total
    gflops = operations / seconds * 1e-9
    bound = operations / roof.gflops > bytes / roof.gigabytes ? .arithmetic : .memory
    shareOfBound = roof.seconds(operations: operations, bytes: bytes) / seconds
  }
}
