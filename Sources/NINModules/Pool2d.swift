import NINTensors

/// The windows of a pooling, which looks at each channel of an image by itself.
public struct Pool2d: Hashable, Sendable {
  public let kernelSize: Int
  public let stride: Int
  /// Whether a window that begins inside and ends outside the image counts.
  public let ceilMode: Bool

  public init(kernelSize: Int, stride: Int, ceilMode: Bool = false) {
    self.kernelSize = kernelSize
    self.stride = stride
    self.ceilMode = ceilMode
  }

  /// The pooling of images of the shape of `input`.
  /// - Throws: `ShapeError` when it cannot take them.
  public func geometry(for input: ActivationShape) throws(ShapeError) -> Pool2dGeometry {
    try Pool2dGeometry(
      height: input.height, width: input.width, channels: input.channels, kernelSize: kernelSize,
      stride: stride, ceilMode: ceilMode)
  }
}

extension Layer {
  /// The maximum of each window.
  public static func maxPool2d(kernelSize: Int, stride: Int, ceilMode: Bool = false) -> Layer {
    .maxPool2d(Pool2d(kernelSize: kernelSize, stride: stride, ceilMode: ceilMode))
  }

  /// The mean of each window.
  public static func averagePool2d(kernelSize: Int, stride: Int, ceilMode: Bool = false) -> Layer {
    .averagePool2d(Pool2d(kernelSize: kernelSize, stride: stride, ceilMode: ceilMode))
  }
}
