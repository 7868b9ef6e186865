import Foundation
import NINBenchmarking

extension MachineReport {
  /// What people read above the rows: the machine's limits, and the names of the columns.
  var heading: String {
    let title = String(
      format: "%@, batch %d, %@, %@, math %@: peak %.0f GFLOP/s, memory %.1f GB/s",
      model.rawValue, batch, isa.rawValue, threads.of("thread"), math.rawValue, roof.gflops,
      roof.gigabytes)
    let names = ["operation", "median ms", "spread", "images/s", "GFLOP/s", "peak", "notes"]
    return title + "\n" + Self.line(names)
  }

  /// A row as people read it, as soon as it is known.
  static func line(_ row: TimedOperation) -> String {
    line([
      row.name, number(row.milliseconds, 3), number(row.spread * 100, 1) + "%",
      number(row.imagesPerSecond, 1), row.gflops.map { number($0, 1) } ?? "",
      row.shareOfPeak.map { number($0 * 100, 0) + "%" } ?? "",
      [row.algorithm, row.peakMegabytes.map { number($0, 0) + " MB" }].compactMap(\.self)
        .joined(separator: ", "),
    ])
  }

  private static func line(_ cells: [String]) -> String {
    TextTable.line(cells, [26, 9, 6, 8, 7, 4], 1..<6)
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
