import NINTensors

/// The numbers of a 2-d convolution with bias (PyTorch `nn.Conv2d`).
///
/// Output extent: `⌊(extent + 2·padding - kernelSize) / stride⌋ + 1`.
public struct Conv2d: Hashable, Sendable {
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

  /// The convolution on images of the shape of `input`.
  /// - Throws: `ShapeError` when it cannot take them.
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

extension Layer {
  /// A 2-d convolution with bias.
  public static func conv2d(
    inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0
  ) -> Layer {
    .conv2d(
      Conv2d(
        inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: kernelSize,
        stride: stride, padding: padding))
  }

  /// The paper's mlpconv layer: a convolution whose linear filter is replaced by a small network
  /// that slides over the image, which is a `kernelSize` convolution and two 1x1 convolutions, each
  /// with ReLU (Lin et al. 2013, section 3.1).
  ///
  /// - Parameters:
  ///   - inputChannels: of the image it slides over.
  ///   - channels: outputs of the three convolutions.
  ///   - kernelSize: of the first convolution, as are the next two.
  ///   - stride: pixels from one place to the next.
  ///   - padding: zeros around the image.
  ///   - rectified: whether the last one has its ReLU too, as the paper has it throughout.
  public static func mlpconv(
    inputChannels: Int, channels: (Int, Int, Int), kernelSize: Int, stride: Int = 1,
    padding: Int = 0, rectified: Bool = true
  ) -> Layer {
    let layers: [Layer] = [
      .conv2d(
        inputChannels: inputChannels, outputChannels: channels.0, kernelSize: kernelSize,
        stride: stride, padding: padding),
      .relu,
      .conv2d(inputChannels: channels.0, outputChannels: channels.1, kernelSize: 1),
      .relu,
      .conv2d(inputChannels: channels.1, outputChannels: channels.2, kernelSize: 1),
    ]
    return .sequential(layers + (rectified ? [.relu] : []))
  }
}
