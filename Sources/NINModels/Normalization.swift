/// The normalization of pixels: `(x - mean) / deviation` per channel, where `x` is in `0...1`
/// (torchvision's `Normalize`).
public struct Normalization: Hashable, Codable, Sendable {
  /// The mean of each channel.
  public var mean: [Float]
  /// The standard deviation of each channel, above 0.
  public var deviation: [Float]

  /// - Parameters:
  ///   - mean: the mean of each channel.
  ///   - deviation: the standard deviation of each channel, above 0.
  public init(mean: [Float], deviation: [Float]) {
    self.mean = mean
    self.deviation = deviation
  }
}
