import NINKernels

/// One operation that was timed, as a row of a report.
public struct TimedOperation: Codable, Sendable {
  /// What was timed: "net.0.0 forward", "training step".
  public let name: String
  /// Of the whole operation, all images.
  public let milliseconds: Double
  /// Half the distance between the quartiles, as a share of the median.
  public let spread: Double
  /// Of the median repetition.
  public let imagesPerSecond: Double
  /// Every repetition, sorted.
  public let seconds: [Double]
  /// Billions of operations per second, as if a direct algorithm did the work; a faster algorithm
  /// avoids a part of it.
  public private(set) var gflops: Double?
  /// `gflops` as a share of the roof.
  public private(set) var shareOfPeak: Double?
  /// How it was computed, for a convolution.
  public internal(set) var algorithm: String?
  /// The largest error as a share of its bound.
  public internal(set) var worstError: Double?
  /// The most memory that the process held meanwhile.
  public internal(set) var peakMegabytes: Double?

  init(_ name: String, _ timing: Timing, images: Int) {
    self.name = name
    milliseconds = timing.median * 1e3
    spread = timing.spread
    imagesPerSecond = Double(images) / timing.median
    seconds = timing.seconds
  }

  mutating func setWork(multiplyAdds: Int, images: Int, roof: Roof) {
    let gflops = 2 * Double(multiplyAdds * images) / milliseconds * 1e-6
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
