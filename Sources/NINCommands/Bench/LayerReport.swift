import Foundation
import NINKernels
import NINPlans

/// Where the time of a batch went.
struct LayerReport: Codable {
  enum Bound: String, Codable {
    case arithmetic, memory
  }

  struct Row: Codable {
    /// The modules it stands for: "net.0.0 net.0.1".
    let layer: String
    let operation: String
    let algorithm: String?
    /// Milliseconds a batch; packing of weights and gradients included in the whole.
    let forward_ms: Double
    let backward_ms: Double
    let ms: Double
    /// Of the whole batch's time.
    let share: Double
    /// Of the work a direct algorithm does.
    let gflops: Double
    let bound: Bound
    /// The least possible time of a direct algorithm as a share of the time it took.
    let share_of_bound: Double
  }

  let model: String
  let batch: Int
  let training: Bool
  let isa: ISA
  let threads: Int
  let roof: Roof
  /// Milliseconds a batch, the rows' and everything between them.
  let ms: Double
  let images_per_second: Double
  let rows: [Row]

  init(_ plan: Plan, batchSize: Int, roof: Roof, total: Double, times: StepTimes) {
    model = plan.network.name
    batch = batchSize
    training = plan.mode == .training
    isa = plan.context.isa
    threads = plan.context.threads
    self.roof = roof
    ms = total * 1e3
    images_per_second = Double(batchSize) * 1e3 / ms
    // Inference leaves dropout out.
    let steps = plan.descriptions.indices.filter {
      plan.mode == .training || plan.descriptions[$0].operation != "dropout"
    }
    rows = steps.map {
      Row($0, plan, batchSize: batchSize, roof: roof, total: total, times: times)
    }
  }
}

extension LayerReport.Row {
  /// A training step does a layer's arithmetic three times (output, input gradient, weight
  /// gradient), without the input gradient of the first; input and output each pass through memory
  /// once forward and twice backward.
  fileprivate init(
    _ step: Int, _ plan: Plan, batchSize: Int, roof: Roof, total: Double, times: StepTimes
  ) {
    let description = plan.descriptions[step]
    let training = plan.mode == .training
    let images = Double(batchSize)
    let operations =
      2 * images * Double(description.multiplyAdds) * (training ? (step == 0 ? 2 : 3) : 1)
    let bytes =
      4 * images * Double(description.inputCount + description.outputCount) * (training ? 3 : 1)
    let seconds = max(StepTimes.Pass.allCases.reduce(0) { $0 + times[step, $1] }, 1e-9)
    layer = description.paths.joined(separator: " ")
    operation = description.operation
    algorithm = description.algorithm.map { "\($0)" }
    forward_ms = times[step, .forward] * 1e3
    backward_ms = times[step, .backward] * 1e3
    ms = seconds * 1e3
    share = seconds / total
    gflops = operations / seconds * 1e-9
    bound = operations / roof.gflops > bytes / roof.gigabytes ? .arithmetic : .memory
    share_of_bound = roof.seconds(operations: operations, bytes: bytes) / seconds
  }
}

extension LayerReport {
  /// The table that people read.
  var text: String {
    let title = String(
      format: "%@, %@ of %d images, %@, %d threads: peak %.0f GFLOP/s, memory %.1f GB/s",
      model, training ? "training" : "inference", batch, isa.rawValue, threads, roof.gflops,
      roof.gigabytes)
    let heading = [
      "layer", "operation", "algorithm", "forward ms", "backward ms", "share", "GFLOP/s",
      "of bound", "bound by",
    ]
    let table = TextTable.aligned([heading] + rows.map(Self.cells), numbers: 3..<8)
    let rest = ms - rows.reduce(0) { $0 + $1.ms }
    return """
      \(title)

      \(table)

      \(training ? "Loss, optimizer, zeroed gradients" : "Between the layers"): \
      \(Self.number(rest, 1)) ms (\(Self.number(rest / ms * 100, 1))%)
      A batch: \(Self.number(ms, 1)) ms, \(Self.number(images_per_second, 1)) images/s
      """
  }

  private static func cells(_ row: Row) -> [String] {
    [
      row.layer, row.operation, row.algorithm ?? "", number(row.forward_ms, 2),
      number(row.backward_ms, 2), number(row.share * 100, 1) + "%",
      row.gflops > 0 ? number(row.gflops, 1) : "", number(row.share_of_bound * 100, 0) + "%",
      row.bound.rawValue,
    ]
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
