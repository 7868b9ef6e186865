import CKernels

/// Turns byte images into an activation: a bilinear resize of bytes exactly as Pillow does it, then
/// `(byte / 255 - mean) / deviation` per channel (torchvision's `Resize`, `ToTensor`, `Normalize`).
public struct ImageTransform: Hashable, Sendable {
  /// Of the byte images, in pixels.
  public let height: Int
  /// Of the byte images, in pixels.
  public let width: Int
  /// Of the byte images and of the activation, 1 to 4.
  public let channels: Int
  /// Of the result, in pixels.
  public let outputHeight: Int
  /// Of the result, in pixels.
  public let outputWidth: Int
  /// Bytes of scratch memory that `apply` and `resize` need.
  public let scratchBytes: Int
  private let context: ExecutionContext
  private let mean: [Float]
  private let deviation: [Float]

  /// - Parameters:
  ///   - height: of the byte images, in pixels.
  ///   - width: of the byte images, in pixels.
  ///   - channels: of both, 1 to 4.
  ///   - outputHeight: of the result, in pixels.
  ///   - outputWidth: of the result, in pixels.
  ///   - mean: what is subtracted from each channel; nil for 0.
  ///   - deviation: what each channel is divided by; nil for 1.
  ///   - context: the instruction set and the threads.
  /// - Throws: `KernelError` when an extent is out of range, or `mean` or `deviation` does not have
  ///   one value per channel.
  public init(
    height: Int, width: Int, channels: Int, outputHeight: Int, outputWidth: Int,
    mean: [Float]? = nil, deviation: [Float]? = nil, context: ExecutionContext
  ) throws(KernelError) {
    self.height = height
    self.width = width
    self.channels = channels
    self.outputHeight = outputHeight
    self.outputWidth = outputWidth
    self.context = context
    self.mean = mean ?? Array(repeating: 0, count: max(channels, 0))
    self.deviation = deviation ?? Array(repeating: 1, count: max(channels, 0))
    guard min(height, width, outputHeight, outputWidth) > 0, (1...4).contains(channels),
      self.mean.count == channels, self.deviation.count == channels
    else { throw .invalidShape }
    var raw = Self.raw(
      height, width, outputHeight, outputWidth, channels, self.mean, self.deviation)
    var bytes = 0
    try context.run { nin_images_scratch($0, &raw, &bytes) }
    self.scratchBytes = bytes
  }

  /// Resizes and normalizes.
  /// - Parameters:
  ///   - imageCount: how many there are.
  ///   - x: bytes, `[images][height][width][channels]`.
  ///   - y: floats, `[images][outputHeight][outputWidth][channels]`.
  ///   - scratch: `scratchBytes` bytes.
  public func apply(
    imageCount: Int, x: UnsafePointer<UInt8>, y: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutableRawPointer
  ) throws(KernelError) {
    var raw = Self.raw(height, width, outputHeight, outputWidth, channels, mean, deviation)
    try context.run { nin_images_to_f32($0, &raw, imageCount, x, y, scratch) }
  }

  /// Resizes only.
  /// - Parameters:
  ///   - imageCount: how many there are.
  ///   - x: bytes, `[images][height][width][channels]`.
  ///   - y: bytes, `[images][outputHeight][outputWidth][channels]`.
  ///   - scratch: `scratchBytes` bytes.
  public func resize(
    imageCount: Int, x: UnsafePointer<UInt8>, y: UnsafeMutablePointer<UInt8>,
    scratch: UnsafeMutableRawPointer
  ) throws(KernelError) {
    var raw = Self.raw(height, width, outputHeight, outputWidth, channels, mean, deviation)
    try context.run { nin_images_resize_u8($0, &raw, imageCount, x, y, scratch) }
  }

  private static func raw(
    _ height: Int, _ width: Int, _ outputHeight: Int, _ outputWidth: Int, _ channels: Int,
    _ mean: [Float], _ deviation: [Float]
  ) -> nin_image_transform {
    func four(_ values: [Float], _ filler: Float) -> (Float, Float, Float, Float) {
      let padded = values + Array(repeating: filler, count: 4 - values.count)
      return (padded[0], padded[1], padded[2], padded[3])
    }
    return nin_image_transform(
      height: height, width: width, out_height: outputHeight, out_width: outputWidth,
      channels: channels, mean: four(mean, 0), deviation: four(deviation, 1))
  }
}
