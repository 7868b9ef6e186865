import NINTensors

/// A 2-d convolution with bias (PyTorch `nn.Conv2d`).
///
/// Output extent: `⌊(extent + 2·padding - kernelSize) / stride⌋ + 1`.
public struct Conv2d: Module, Hashable {
  public let inputChannels: Int
  public let outputChannels: Int
  public let kernelSize: Int
  public let stride: Int
  public let padding: Int

  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0
  ) {
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
  }

  public var typeName: String { "Conv2d" }

  public func outputShape(for input: ActivationShape) throws(ShapeError) -> ActivationShape {
    try geometry(for: input).outputShape(images: input.images)
  }

  /// The convolution on images of the shape of `input`.
  public func geometry(for input: ActivationShape) throws(ShapeError) -> Conv2dGeometry {
    guard input.channels == inputChannels else {
      throw ShapeError("convolution: \(inputChannels) channels expected, \(input.channels) given")
    }
    return try Conv2dGeometry(
      height: input.height, width: input.width, inputChannels: inputChannels,
      outputChannels: outputChannels, kernelHeight: kernelSize, kernelWidth: kernelSize,
      stride: stride, padding: padding)
  }
}
