#if canImport(CoreGraphics)
  import CoreGraphics
#endif

extension Picture {
  /// What errors call a picture that has no file.
  private static let nameInMemory = "the picture in memory"

  /// A picture of red, green, blue and alpha, a byte each; alpha is dropped, as it is of files.
  /// - Parameters:
  ///   - bytes: lines from the top down, `[height][stride]`; the last line may end with its pixels.
  ///   - width: in pixels.
  ///   - height: in pixels.
  ///   - stride: bytes from one line to the next; nil where they follow each other without a gap.
  /// - Throws: `PictureError` when `bytes` are too few for such a picture, or it has no pixels or
  ///   more than 178 million of them.
  public init(
    rgba bytes: UnsafeRawBufferPointer, width: Int, height: Int, stride: Int? = nil
  ) throws(PictureError) {
    let stride = stride ?? 4 * max(0, min(width, Self.mostPixels))
    guard Self.holds(bytes.count, width, height, stride) else {
      throw PictureError(
        Self.nameInMemory,
        "\(bytes.count) bytes, \(stride) for each line, are no \(width)x\(height) pixels of RGBA")
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

  /// The same of an array.
  /// - Parameters:
  ///   - bytes: `[height][stride]`.
  ///   - width: in pixels.
  ///   - height: in pixels.
  ///   - stride: bytes from one line to the next; nil where they follow each other without a gap.
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

  /// Whether so many bytes are enough. No product here can overflow.
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
    /// A picture of Core Graphics, in sRGB; what is transparent is seen on black. It is not turned:
    /// a `CGImage` knows nothing of EXIF.
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
