import NINTensors

/// Modules one after another (PyTorch `nn.Sequential`).
public struct Sequential: Module {
  public let children: [any Module]

  public init(_ children: [any Module]) {
    self.children = children
  }

  public var typeName: String { "Sequential" }

  public func outputShape(for input: ActivationShape) throws(ShapeError) -> ActivationShape {
    var shape = input
    for child in children { shape = try child.outputShape(for: shape) }
    return shape
  }
}

/// The paper's mlpconv layer: a convolution whose linear filter is replaced by a small network that
/// slides over the image, which is a `kernelSize` convolution and two 1x1 convolutions, each with
/// ReLU (Lin et al. 2013, section 3.1).
///
/// - Parameters:
///   - inputChannels: of the image it slides over.
///   - channels: outputs of the three convolutions.
///   - kernelSize: of the first convolution, as are the next two.
///   - stride: pixels from one place to the next.
///   - padding: zeros around the image.
///   - rectified: whether the last one has its ReLU too, as the paper has it throughout.
public func mlpconv(
  inputChannels: Int, channels: (Int, Int, Int), kernelSize: Int, stride: Int = 1,
  padding: Int = 0, rectified: Bool = true
) -> Sequential {
  let layers: [any Module] = [
    Conv2d(
      inputChannels: inputChannels, outputChannels: channels.0, kernelSize: kernelSize,
      stride: stride, padding: padding),
    ReLU(),
    Conv2d(inputChannels: channels.0, outputChannels: channels.1, kernelSize: 1),
    ReLU(),
    Conv2d(inputChannels: channels.1, outputChannels: channels.2, kernelSize: 1),
  ]
  return Sequential(layers + (rectified ? [ReLU()] : []))
}
