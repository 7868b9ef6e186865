import NINTensors

/// Random variants of training images that are scaled and normalized already: a random crop of the
/// image with a margin of zeros, mirrored with a probability of one half (the paper's section 4.2;
/// torchvision's `RandomCrop(side, padding)` and `RandomHorizontalFlip`), and newer methods on
/// request. The variant is a function of seed, epoch and image.
public struct Augmentation: Hashable, Codable, Sendable {
  /// Whether images are mirrored. Digits should not be.
  public var flips: Bool
  /// The side of a square of zeros at a random place, as a share of the image's side; 0.5 is
  /// CIFAR-10's usual 16 pixels (DeVries and Taylor 2017, arXiv:1708.04552).
  public var cutout: Float?
  /// The α of the distribution Beta(α, α) of shares in which the images of a batch are mixed, and
  /// their labels with them, in (0, 1] (Zhang et al. 2018, arXiv:1710.09412).
  public var mixup: Float?

  /// - Parameters:
  ///   - flips: whether images are mirrored.
  ///   - cutout: the side of a square of zeros, as a share of the image's side; nil for none.
  ///   - mixup: the α of mixing images and labels; nil for no mixing.
  public init(flips: Bool, cutout: Float? = nil, mixup: Float? = nil) {
    self.flips = flips
    self.cutout = cutout
    self.mixup = mixup
  }

  /// Pixels of the margin: 4 at 32, as the paper has it for CIFAR-10.
  static func margin(_ side: Int) -> Int { side / 8 }

  /// Changes `[height][width][channels]` in place.
  public func apply(
    to pixels: UnsafeMutableBufferPointer<Float>, height: Int, width: Int, channels: Int,
    _ stream: inout RandomStream
  ) {
    let (marginY, marginX) = (Self.margin(height), Self.margin(width))
    let dy = stream.integer(below: 2 * marginY + 1) - marginY
    let dx = stream.integer(below: 2 * marginX + 1) - marginX
    let mirrored = flips && stream.next() & 1 == 1
    let hole = hole(height: height, width: width, &stream)
    let source = Array(pixels)
    for y in 0..<height {
      for x in 0..<width {
        let (fromY, fromX) = (y + dy, (mirrored ? width - 1 - x : x) + dx)
        let isInside = (0..<height).contains(fromY) && (0..<width).contains(fromX)
        let isKept = isInside && !(hole.y.contains(y) && hole.x.contains(x))
        let (to, from) = ((y * width + x) * channels, (fromY * width + fromX) * channels)
        for channel in 0..<channels { pixels[to + channel] = isKept ? source[from + channel] : 0 }
      }
    }
  }

  /// The square of zeros. Its centre is a random pixel, so it may extend beyond the image.
  private func hole(
    height: Int, width: Int, _ stream: inout RandomStream
  ) -> (y: Range<Int>, x: Range<Int>) {
    guard let cutout else { return (0..<0, 0..<0) }
    let side = Int((cutout * Float(max(height, width))).rounded())
    let y = stream.integer(below: height) - side / 2
    let x = stream.integer(below: width) - side / 2
    return (y..<(y + side), x..<(x + side))
  }
}
