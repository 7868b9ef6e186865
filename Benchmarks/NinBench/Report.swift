import Foundation
import NINBenchmarking
import NINKernels
import NINModules

/// Everything that one run measured.
struct Report: Codable {
  let model: Network.Model
  let batch: Int
  let isa: ISA
  let threads: Int
  let math: MathMode
  let roof: Roof
  var rows: [TimedOperation] = []

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  var title: String {
    String(
      format: "%@, batch %d, %@, %d threads, math %@: peak %.0f GFLOP/s, memory %.1f GB/s",
      model.rawValue, batch, isa.rawValue, threads, math.rawValue, roof.gflops, roof.gigabytes)
  }

  static let heading =
    "operation                  median ms  spread  images/s  GFLOP/s   peak  algorithm"

  static func line(_ row: TimedOperation) -> String {
    let name = row.name.padding(toLength: 26, withPad: " ", startingAt: 0)
    var line = String(
      format: "%@ %9.3f  %5.1f%%  %8.1f", name, row.milliseconds, row.spread * 100,
      row.imagesPerSecond)
    if let gflops = row.gflops, let share = row.shareOfPeak {
      line += String(format: "  %7.1f  %4.0f%%", gflops, share * 100)
    }
    if let algorithm = row.algorithm { line += "  " + algorithm }
    if let memory = row.peakMegabytes { line += String(format: "  %.0f MB", memory) }
    return line
  }
}
