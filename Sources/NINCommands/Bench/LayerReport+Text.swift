import Foundation
import NINBenchmarking

extension LayerReport {
  /// The table for people.
  var text: String {
    let title = String(
      format: "%@, %@ of %d images, %@, %@: peak %.0f GFLOP/s, memory %.1f GB/s",
      model, training ? "training" : "inference", batch, isa.rawValue, threads.of("thread"),
      roof.gflops, roof.gigabytes)
    let heading = [
      "layer", "operation", "algorithm", "forward ms", "weights ms", "data ms", "share",
      "GFLOP/s", "of bound", "bound by",
    ]
    let table = TextTable.aligned([heading] + rows.map(Self.cells), numbers: 3..<9)
    let rest = total - rows.reduce(0) { $0 + $1.total }
    return """
      \(title)

      \(table)

      \(training ? "Loss, optimizer, copies" : "Between the layers"): \
      \(Self.number(rest, 1)) ms (\(Self.number(rest / total * 100, 1))%)
      A batch: \(Self.number(total, 1)) ms, \(Self.number(imagesPerSecond, 1)) images/s
      """
  }

  private static func cells(_ row: Row) -> [String] {
    [
      row.layer, row.operation, row.algorithm ?? "", number(row.forward, 2),
      number(row.weights, 2), number(row.data, 2), number(row.share * 100, 1) + "%",
      row.gflops > 0 ? number(row.gflops, 1) : "", number(row.shareOfBound * 100, 0) + "%",
      row.bound.rawValue,
    ]
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
