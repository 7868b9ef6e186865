import Foundation
import NINKernels
import NINModules

/// Everything one run measured.
struct Report: Codable {
  struct Row: Codable {
    let name: String
    /// Of the whole operation; the spread is half the distance of the quartiles over the median.
    let median_ms: Double
    let spread: Double
    let images_per_second: Double
    /// Every repetition, sorted.
    let seconds: [Double]
    /// Of the work a direct algorithm does, which a faster one avoids in part.
    var gflops: Double?
    var share_of_peak: Double?
    var algorithm: String?
    /// The worst error as a share of its bound.
    var worst_error: Double?
    /// The most memory the process held meanwhile.
    var peak_megabytes: Double?

    init(_ name: String, _ timing: Timing, images: Int) {
      self.name = name
      median_ms = timing.median * 1e3
      spread = timing.spread
      images_per_second = Double(images) / timing.median
      seconds = timing.seconds
    }

    mutating func setWork(multiplyAdds: Int, images: Int, roof: Roof) {
      let gflops = 2 * Double(multiplyAdds * images) / median_ms * 1e-6
      self.gflops = gflops
      share_of_peak = gflops / roof.gflops
    }
  }

  let model: Network.Model
  let batch: Int
  let isa: ISA
  let threads: Int
  let math: MathMode
  let roof: Roof
  var rows: [Row] = []

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

  static func line(_ row: Row) -> String {
    let name = row.name.padding(toLength: 26, withPad: " ", startingAt: 0)
    var line = String(
      format: "%@ %9.3f  %5.1f%%  %8.1f", name, row.median_ms, row.spread * 100,
      row.images_per_second)
    if let gflops = row.gflops, let share = row.share_of_peak {
      line += String(format: "  %7.1f  %4.0f%%", gflops, share * 100)
    }
    if let algorithm = row.algorithm { line += "  " + algorithm }
    if let memory = row.peak_megabytes { line += String(format: "  %.0f MB", memory) }
    return line
  }
}
