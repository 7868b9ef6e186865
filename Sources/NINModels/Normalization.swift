/// What becomes of pixels before a network sees them: `(x - mean) / deviation` per channel, where `x`
/// is in `0...1` (torchvision's `Normalize`).
public struct Normalization: Hashable, Codable, Sendable {
  /// One per channel.
  public var mean: [Float]
  /// One per channel, each above 0.
  public var deviation: [Float]

  public init(mean: [Float], deviation: [Float]) {
    self.mean = mean
    self.deviation = deviation
  }
}
