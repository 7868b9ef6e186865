import NINTensors

/// The windows of a pooling, which treats each channel separately.
public struct Pool2d: Hashable, Sendable {
  /// The height and width of a window, in pixels.
  public let kernelSize: Int
  /// The distance between two windows, in pixels.
  public let stride: Int
  /// The pixels of padding on each side, at most half of a window. A maximum is never in the
  /// padding.
  public let padding: Int
  /// Whether windows may extend beyond the image at its end (PyTorch's `ceil_mode`).
  public let ceilMode: Bool
  /// Whether a mean includes the zeros of the padding (PyTorch's `count_include_pad`).
  public let countsPadding: Bool

  /// Shapes are checked when the layer is put into a network.
  public init(
    kernelSize: Int, stride: Int, padding: Int = 0, ceilMode: Bool = false,
    countsPadding: Bool = true
  ) {
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.ceilMode = ceilMode
    self.countsPadding = countsPadding
  }

  /// The pooling of images with the shape of `input`.
  /// - Throws: `ShapeError` when they are too small.
  public func geometry(for input: ActivationShape) throws(ShapeError) -> Pool2dGeometry {
    try Pool2dGeometry(
      height: input.height, width: input.width, channels: input.channels, kernelSize: kernelSize,
      stride: stride, padding: padding, ceilMode: ceilMode, countsPadding: countsPadding)
  }
}

extension Layer {
  /// The maximum of each window.
  public static func maxPool2d(
    kernelSize: Int, stride: Int, padding: Int = 0, ceilMode: Bool = false
  ) -> Layer {
    .maxPool2d(
      Pool2d(kernelSize: kernelSize, stride: stride, padding: padding, ceilMode: ceilMode))
  }

  /// The mean of each window.
  public static func averagePool2d(
    kernelSize: Int, stride: Int, padding: Int = 0, ceilMode: Bool = false,
    countsPadding: Bool = true
  ) -> Layer {
    .averagePool2d(
      Pool2d(
        kernelSize: kernelSize, stride: stride, padding: padding, ceilMode: ceilMode,
        countsPadding: countsPadding))
  }
}
