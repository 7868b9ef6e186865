/// The shape of an activation: `images × height × width × channels`, stored in that order (NHWC).
public struct ActivationShape: Hashable, Sendable, Codable {
  /// The number of images.
  public var images: Int
  /// Rows of pixels in each image.
  public var height: Int
  /// Pixels in each row.
  public var width: Int
  /// Values of each pixel.
  public var channels: Int

  /// A shape of `images` images; nothing is checked.
  public init(images: Int = 1, height: Int, width: Int, channels: Int) {
    self.images = images
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Elements of one image.
  public var imageCount: Int { height * width * channels }

  /// Elements of all images.
  public var count: Int { images * imageCount }

  /// The same shape for another number of images.
  public func with(images: Int) -> ActivationShape {
    ActivationShape(images: images, height: height, width: width, channels: channels)
  }
}

extension ActivationShape: CustomStringConvertible {
  /// "8x32x32x3".
  public var description: String { "\(images)x\(height)x\(width)x\(channels)" }
}
