import NINTensors

/// The numbers of a 2-d convolution with bias (PyTorch `nn.Conv2d`).
///
/// The output's height is `⌊(height + 2·padding - kernelSize) / stride⌋ + 1`; so is its width.
public struct Conv2d: Hashable, Sendable {
  /// The channels of the input.
  public let inputChannels: Int
  /// The channels of the output.
  public let outputChannels: Int
  /// The height and width of the filters, in pixels.
  public let kernelSize: Int
  /// The distance between two positions of a filter, in pixels.
  public let stride: Int
  /// The pixels of zeros on each side of the input.
  public let padding: Int

  /// Shapes are checked when the layer is put into a network.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int = 1, padding: Int = 0
  ) {
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
  }

  /// The convolution of images with the shape of `input`.
  /// - Throws: `ShapeError` when their channels are others or they are too small.
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

  /// The paper's mlpconv layer: a small network slides over the image instead of a linear filter.
  /// It is a convolution followed by two 1x1 convolutions, each with ReLU (Lin et al. 2013,
  /// section 3.1).
  ///
  /// - Parameters:
  ///   - inputChannels: the channels of the input.
  ///   - channels: the output channels of the three convolutions.
  ///   - kernelSize: the kernel size of the first convolution.
  ///   - stride: the stride of the first convolution.
  ///   - padding: the padding of the first convolution.
  ///   - rectified: whether a ReLU follows the last convolution too, as in the paper.
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
