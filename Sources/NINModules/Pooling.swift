import NINTensors

/// What looks at windows of an image, channel by channel.
public protocol WindowPooling: Module {
  var kernelSize: Int { get }
  var stride: Int { get }
  /// Whether a window that begins inside and ends outside the image counts.
  var ceilMode: Bool { get }
}

extension WindowPooling {
  public func outputShape(for input: ActivationShape) throws(ShapeError) -> ActivationShape {
    try geometry(for: input).outputShape(images: input.images)
  }

  public func geometry(for input: ActivationShape) throws(ShapeError) -> Pool2dGeometry {
    try Pool2dGeometry(
      height: input.height, width: input.width, channels: input.channels, kernelSize: kernelSize,
      stride: stride, ceilMode: ceilMode)
  }
}

/// The maximum of each window (PyTorch `nn.MaxPool2d`).
public struct MaxPool2d: WindowPooling, Hashable {
  public let kernelSize: Int
  public let stride: Int
  public let ceilMode: Bool

  public init(kernelSize: Int, stride: Int, ceilMode: Bool = false) {
    self.kernelSize = kernelSize
    self.stride = stride
    self.ceilMode = ceilMode
  }

  public var typeName: String { "MaxPool2d" }
}

/// The mean of each window (PyTorch `nn.AvgPool2d` without padding).
public struct AvgPool2d: WindowPooling, Hashable {
  public let kernelSize: Int
  public let stride: Int
  public let ceilMode: Bool

  public init(kernelSize: Int, stride: Int, ceilMode: Bool = false) {
    self.kernelSize = kernelSize
    self.stride = stride
    self.ceilMode = ceilMode
  }

  public var typeName: String { "AvgPool2d" }
}

/// The mean of each channel, as a 1x1 image: the paper's replacement for fully connected layers
/// (Lin et al. 2013, section 3.2; PyTorch `nn.AdaptiveAvgPool2d((1, 1))`).
public struct GlobalAveragePool2d: Module, Hashable {
  public init() {}

  public var typeName: String { "AdaptiveAvgPool2d" }

  public func outputShape(for input: ActivationShape) -> ActivationShape {
    ActivationShape(images: input.images, height: 1, width: 1, channels: input.channels)
  }
}
