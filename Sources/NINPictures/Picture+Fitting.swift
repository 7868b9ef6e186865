import NINKernels

/// A picture that is too long and narrow to become the input of a network.
public struct PictureShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line with the size of the picture.
  public let description: String
}

extension Picture {
  /// The longest edge that the kernels accept.
  private static let longestEdge = 1 << 15

  /// The picture as a network sees it: converted to `channels`, resized so that its shorter edge is
  /// `side`, and cropped to the centre (torchvision's `Resize(side)` and `CenterCrop(side)` on
  /// Pillow images).
  /// - Throws: `PictureShapeError` when it is too long and narrow; `KernelError`.
  public func fitted(side: Int, channels: Int, context: ExecutionContext) throws -> Picture {
    let (long, short) = (max(width, height), min(width, height))
    guard max(long, side * long / short) <= Self.longestEdge else {
      throw PictureShapeError(description: "\(width)x\(height) pixels are too long and narrow")
    }
    let picture = try converted(channels: channels).resized(
      width: side * width / short, height: side * height / short, context: context)
    return picture.cropped(
      x: Self.offset(picture.width - side), y: Self.offset(picture.height - side), side: side)
  }

  /// The picture in another size: bilinear, antialiased when it shrinks, as Pillow does it on
  /// bytes.
  /// - Throws: `KernelError` when an edge is longer than 32768 pixels.
  public func resized(
    width newWidth: Int, height newHeight: Int, context: ExecutionContext
  ) throws(KernelError) -> Picture {
    guard newWidth != width || newHeight != height else { return self }
    let transform = try ImageTransform(
      height: height, width: width, channels: channels, outputHeight: newHeight,
      outputWidth: newWidth, context: context)
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: transform.scratchBytes, alignment: 64)
    defer { scratch.deallocate() }
    var resized = [UInt8](repeating: 0, count: newWidth * newHeight * channels)
    try transform.resize(imageCount: 1, x: pixels, y: &resized, scratch: scratch)
    return Picture(width: newWidth, height: newHeight, channels: channels, pixels: resized)
  }

  /// Half of `surplus`, rounded to the even neighbour, as Python does it.
  private static func offset(_ surplus: Int) -> Int {
    Int((Double(surplus) / 2).rounded(.toNearestOrEven))
  }

  private func cropped(x: Int, y: Int, side: Int) -> Picture {
    guard side != width || side != height else { return self }
    let rows = (y..<(y + side)).map { row in
      pixels[((row * width + x) * channels)..<((row * width + x + side) * channels)]
    }
    return Picture(width: side, height: side, channels: channels, pixels: Array(rows.joined()))
  }
}
