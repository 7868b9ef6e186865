#if canImport(CoreGraphics)
  import CoreGraphics
#endif

extension Picture {
  /// The name of a picture without a file in errors.
  private static let nameInMemory = "the picture in memory"

  /// A picture of red, green, blue and alpha, one byte each. Alpha is ignored, as in files.
  /// - Parameters:
  ///   - bytes: lines from top to bottom, `[height][stride]`; the last line may end with its
  ///     pixels.
  ///   - width: the width in pixels.
  ///   - height: the height in pixels.
  ///   - stride: the bytes from one line to the next; nil when there are no gaps between lines.
  /// - Throws: `PictureError` when there are too few bytes, no pixels, or more than 178 million
  ///   pixels.
  public init(
    rgba bytes: UnsafeRawBufferPointer, width: Int, height: Int, stride: Int? = nil
  ) throws(PictureError) {
    let stride = stride ?? 4 * max(0, min(width, Self.mostPixels))
    guard Self.holds(bytes.count, width, height, stride) else {
      throw PictureError(
        Self.nameInMemory,
        "\(bytes.count) bytes with \(stride) per line are not \(width)x\(height) pixels of RGBA")
    }
    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { pixels, count in
      for y in 0..<height {
        for x in 0..<width {
          for channel in 0..<3 {
            pixels[(y * width + x) * 3 + channel] = bytes[y * stride + 4 * x + channel]
          }
        }
      }
      count = width * height * 3
    }
    self.init(width: width, height: height, channels: 3, pixels: pixels)
  }

  /// A picture of red, green, blue and alpha, one byte each, in an array.
  /// - Parameters:
  ///   - bytes: lines from top to bottom, `[height][stride]`.
  ///   - width: the width in pixels.
  ///   - height: the height in pixels.
  ///   - stride: the bytes from one line to the next; nil when there are no gaps between lines.
  /// - Throws: `PictureError` as above.
  public init(
    rgba bytes: [UInt8], width: Int, height: Int, stride: Int? = nil
  ) throws(PictureError) {
    let read = bytes.withUnsafeBytes { bytes in
      Result { () throws(PictureError) in
        try Picture(rgba: bytes, width: width, height: height, stride: stride)
      }
    }
    self = try read.get()
  }

  /// Whether the number of bytes is sufficient. No product here can overflow.
  private static func holds(_ bytes: Int, _ width: Int, _ height: Int, _ stride: Int) -> Bool {
    guard width > 0, height > 0, width <= mostPixels / height, stride >= 4 * width else {
      return false
    }
    let (lines, overflow) = stride.multipliedReportingOverflow(by: height - 1)
    return !overflow && lines <= bytes - 4 * width
  }
}

#if canImport(CoreGraphics)
  extension Picture {
    /// A picture of Core Graphics, converted to sRGB, with black behind transparent pixels. It is
    /// not turned upright, because a `CGImage` has no EXIF orientation.
    /// - Throws: `PictureError` when it has more than 178 million pixels, or cannot be drawn.
    public init(_ image: CGImage) throws(PictureError) {
      let (width, height) = (image.width, image.height)
      guard width > 0, height > 0, width <= Self.mostPixels / height else {
        throw PictureError(Self.nameInMemory, "has \(width)x\(height) pixels")
      }
      var bytes = [UInt8](repeating: 0, count: 4 * width * height)
      let isDrawn = bytes.withUnsafeMutableBytes { buffer in
        let context = CGContext(
          data: buffer.baseAddress, width: width, height: height, bitsPerComponent: 8,
          bytesPerRow: 4 * width,
          space: CGColorSpace(name: CGColorSpace.sRGB) ?? CGColorSpaceCreateDeviceRGB(),
          bitmapInfo: CGImageAlphaInfo.noneSkipLast.rawValue)
        context?.draw(image, in: CGRect(x: 0, y: 0, width: width, height: height))
        return context != nil
      }
      guard isDrawn else { throw PictureError(Self.nameInMemory, "cannot be drawn") }
      try self.init(rgba: bytes, width: width, height: height)
    }
  }
#endif
