/// A picture in memory, as bytes.
public struct Picture: Hashable, Sendable {
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// `[height][width][channels]`.
  public let pixels: [UInt8]

  /// A picture of `pixels`, which must be `[height][width][channels]`.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    precondition(
      width > 0 && height > 0 && (channels == 1 || channels == 3)
        && pixels.count == width * height * channels,
      "\(pixels.count) bytes for \(width)x\(height)x\(channels)")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// The most pixels of a picture, because a small file can claim any size. Pillow has the same
  /// limit.
  static let mostPixels = 178_956_970

  /// The picture with 1 or 3 channels, as Pillow's `convert("L")` and `convert("RGB")` do it: grey
  /// is the luma of ITU-R 601, with 16 bits of fraction.
  public func converted(channels wanted: Int) -> Picture {
    guard wanted != channels else { return self }
    let count = width * height
    let converted: [UInt8]
    if wanted == 3 {
      converted = [UInt8](unsafeUninitializedCapacity: count * 3) { buffer, initialized in
        for index in 0..<(count * 3) { buffer[index] = pixels[index / 3] }
        initialized = count * 3
      }
    } else {
      converted = (0..<count).map { index in
        let (red, green, blue) = (pixels[3 * index], pixels[3 * index + 1], pixels[3 * index + 2])
        let luma = Int(red) * 19595 + Int(green) * 38470 + Int(blue) * 7471 + 0x8000
        return UInt8(luma >> 16)
      }
    }
    return Picture(width: width, height: height, channels: wanted, pixels: converted)
  }

  /// The picture with each pixel as a square of `scale` x `scale` pixels.
  public func enlarged(_ scale: Int) -> Picture {
    guard scale > 1 else { return self }
    let line = width * scale * channels
    var enlarged = [UInt8](repeating: 0, count: line * height * scale)
    for index in enlarged.indices {
      let (y, x) = (index / line / scale, index % line / channels / scale)
      enlarged[index] = pixels[(y * width + x) * channels + index % channels]
    }
    return Picture(
      width: width * scale, height: height * scale, channels: channels, pixels: enlarged)
  }
}
