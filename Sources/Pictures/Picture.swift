/// A picture in memory: bytes, interleaved `[height][width][channels]`.
public struct Picture: Hashable, Sendable {
  public let width: Int
  public let height: Int
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  public let pixels: [UInt8]

  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    precondition(
      [1, 3].contains(channels) && pixels.count == width * height * channels,
      "\(pixels.count) bytes for \(width)x\(height)x\(channels)")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }
}
