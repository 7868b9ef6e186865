import NINKernels

/// A timed operation, as a row of a report.
public struct TimedOperation: Codable, Sendable {
  /// The operation: "net.0.0 forward", "training step".
  public let name: String
  /// The median time for all images together.
  public let milliseconds: Double
  /// Half the distance between the quartiles, as a share of the median.
  public let spread: Double
  /// The number of images divided by the median time.
  public let imagesPerSecond: Double
  /// The time of each repetition, sorted.
  public let seconds: [Double]
  /// Billions of operations per second, as if a direct algorithm did the work. A faster algorithm
  /// does fewer operations.
  public private(set) var gflops: Double?
  /// `gflops` as a share of the limit of the machine.
  public private(set) var shareOfPeak: Double?
  /// The algorithm of a convolution; nil for other operations.
  public internal(set) var algorithm: String?
  /// The largest error as a share of its tolerance.
  public internal(set) var worstError: Double?
  /// The most memory that the process used, in millions of bytes.
  public internal(set) var peakMegabytes: Double?

  init(_ name: String, _ timing: Timing, imageCount: Int) {
    self.name = name
    milliseconds = timing.median * 1e3
    spread = timing.spread
    imagesPerSecond = Double(imageCount) / timing.median
    seconds = timing.seconds
  }

  mutating func setWork(multiplyAdds: Int, imageCount: Int, roof: Roof) {
    let gflops = 2 * Double(multiplyAdds * imageCount) / milliseconds * 1e-6
    self.gflops = gflops
    shareOfPeak = gflops / roof.gflops
  }

  private enum CodingKeys: String, CodingKey {
    case name, spread, seconds, gflops, algorithm
    case milliseconds = "median_ms"
    case imagesPerSecond = "images_per_second"
    case shareOfPeak = "share_of_peak"
    case worstError = "worst_error"
    case peakMegabytes = "peak_megabytes"
  }
}
