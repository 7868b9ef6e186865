/// The numbers of a 2-d pooling for images of one size, with square windows (PyTorch
/// `nn.MaxPool2d`, `nn.AvgPool2d`).
public struct Pool2dGeometry: Hashable, Sendable, Codable {
  /// Of the input, in pixels.
  public var height: Int
  /// Of the input, in pixels.
  public var width: Int
  /// Of the input and of the output.
  public var channels: Int
  /// The side of each window, at most 15.
  public var kernelSize: Int
  /// Pixels from one window to the next, in both directions.
  public var stride: Int
  /// The pixels of padding on each side, at most half of a window. A maximum is never in the
  /// padding.
  public var padding: Int
  /// Whether a window may reach over the last row or column; only the part inside then counts.
  public var ceilMode: Bool
  /// Whether a mean includes the zeros of the padding (PyTorch's `count_include_pad`).
  public var countsPadding: Bool

  /// - Throws: `ShapeError` when an extent is not positive, the window does not fit the padded
  ///   image, or the padding is more than half of it.
  public init(
    height: Int, width: Int, channels: Int, kernelSize: Int, stride: Int, padding: Int = 0,
    ceilMode: Bool = false, countsPadding: Bool = true
  ) throws(ShapeError) {
    self.height = height
    self.width = width
    self.channels = channels
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.ceilMode = ceilMode
    self.countsPadding = countsPadding
    for (name, value) in [
      ("height", height), ("width", width), ("channels", channels), ("kernel size", kernelSize),
      ("stride", stride),
    ] where value < 1 || value > 1 << 20 {
      throw ShapeError("pooling: \(name) must be between 1 and \(1 << 20), not \(value)")
    }
    guard kernelSize <= 15 else {
      throw ShapeError("pooling: kernel size must be at most 15, not \(kernelSize)")
    }
    guard (0...(kernelSize / 2)).contains(padding) else {
      throw ShapeError(
        "pooling: padding must be between 0 and half of the kernel size \(kernelSize), not "
          + "\(padding)")
    }
    guard kernelSize <= min(height, width) + 2 * padding else {
      throw ShapeError(
        "pooling: a window of \(kernelSize) does not fit a \(height)x\(width) image")
    }
    try requireCount(height, width, channels)
  }

  /// `⌊(height - kernelSize) / stride⌋ + 1`; with `ceilMode` the ceiling, without a window that
  /// would begin outside the image (as in PyTorch).
  public var outputHeight: Int { outputExtent(height) }

  /// As `outputHeight`, for the width.
  public var outputWidth: Int { outputExtent(width) }

  /// `⌊(extent + 2 padding - kernelSize) / stride⌋ + 1`, or the ceiling with `ceilMode`; a window
  /// that would start beyond the image is dropped, as in PyTorch.
  private func outputExtent(_ extent: Int) -> Int {
    let room = extent + 2 * padding - kernelSize
    guard ceilMode else { return room / stride + 1 }
    let windows = (room + stride - 1) / stride + 1
    return (windows - 1) * stride < extent + padding ? windows : windows - 1
  }

  /// The shape of the input for `images` images.
  public func inputShape(imageCount: Int) -> ActivationShape {
    ActivationShape(imageCount: imageCount, height: height, width: width, channels: channels)
  }

  /// The shape of the output for `images` images.
  public func outputShape(imageCount: Int) -> ActivationShape {
    ActivationShape(
      imageCount: imageCount, height: outputHeight, width: outputWidth, channels: channels)
  }
}
