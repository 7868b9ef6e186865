import NINTensors

/// Random variants of training images: a window of the image with a black margin around it, mirrored
/// every other time (the paper's section 4.2; torchvision's `RandomCrop(side, padding)` and
/// `RandomHorizontalFlip`). A variant is a hash of seed, epoch and image.
public struct Augmentation: Hashable, Codable, Sendable {
  /// Whether images are mirrored; digits must not be.
  public var flips: Bool

  public init(flips: Bool) {
    self.flips = flips
  }

  /// Pixels of the margin: 4 at 32, as usual for CIFAR-10.
  static func margin(_ side: Int) -> Int { side / 8 }

  /// Changes `[height][width][channels]` in place.
  func apply(
    to pixels: UnsafeMutableBufferPointer<UInt8>, height: Int, width: Int, channels: Int,
    _ stream: inout RandomStream
  ) {
    let (marginY, marginX) = (Self.margin(height), Self.margin(width))
    let dy = stream.integer(below: 2 * marginY + 1) - marginY
    let dx = stream.integer(below: 2 * marginX + 1) - marginX
    let mirrored = flips && stream.next() & 1 == 1
    let source = Array(pixels)
    for y in 0..<height {
      for x in 0..<width {
        let (fromY, fromX) = (y + dy, (mirrored ? width - 1 - x : x) + dx)
        let isInside = (0..<height).contains(fromY) && (0..<width).contains(fromX)
        let (to, from) = ((y * width + x) * channels, (fromY * width + fromX) * channels)
        for channel in 0..<channels { pixels[to + channel] = isInside ? source[from + channel] : 0 }
      }
    }
  }
}
