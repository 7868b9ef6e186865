/// The shape of an activation: `images × height × width × channels`, stored in that order (NHWC).
public struct ActivationShape: Hashable, Sendable, Codable {
  /// The number of images.
  public var imageCount: Int
  /// Rows of pixels in each image.
  public var height: Int
  /// Pixels in each row.
  public var width: Int
  /// Values of each pixel.
  public var channels: Int

  /// A shape of `images` images; nothing is checked.
  public init(imageCount: Int = 1, height: Int, width: Int, channels: Int) {
    self.imageCount = imageCount
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Elements of one image.
  public var countPerImage: Int { height * width * channels }

  /// Elements of all images.
  public var count: Int { imageCount * countPerImage }

  /// The same shape for another number of images.
  public func with(imageCount: Int) -> ActivationShape {
    ActivationShape(imageCount: imageCount, height: height, width: width, channels: channels)
  }
}

extension ActivationShape: CustomStringConvertible {
  /// "8x32x32x3".
  public var description: String { "\(imageCount)x\(height)x\(width)x\(channels)" }
}
