import NINTensors

/// The description of a layer: what it computes, and the shapes of its input and output. Memory,
/// kernels and gradients belong to the plan that executes it.
///
/// A new layer is a new case here; the compiler then reports every place that must handle it.
public enum Layer: Hashable, Sendable {
  /// Layers one after another (PyTorch `nn.Sequential`).
  case sequential([Layer])
  /// A 2-d convolution with bias (PyTorch `nn.Conv2d`).
  case conv2d(Conv2d)
  /// A fully connected layer with bias (PyTorch `nn.Linear`). It must follow a `flatten`.
  case linear(inputFeatures: Int, outputFeatures: Int)
  /// `max(x, 0)` (PyTorch `nn.ReLU`).
  case relu
  /// In training, each value becomes zero with `probability` (in `0..<1`) and otherwise
  /// `x / (1 - probability)` (PyTorch `nn.Dropout`).
  case dropout(probability: Float)
  /// The maximum of each window (PyTorch `nn.MaxPool2d`).
  case maxPool2d(Pool2d)
  /// The mean of each window (PyTorch `nn.AvgPool2d`).
  case averagePool2d(Pool2d)
  /// The mean of each channel, as a 1x1 image. It replaces the fully connected layers in the paper
  /// (Lin et al. 2013, section 3.2; PyTorch `nn.AdaptiveAvgPool2d((1, 1))`).
  case globalAveragePool2d
  /// Makes an image one row of features (PyTorch `nn.Flatten`).
  case flatten
}

extension Layer {
  /// The name of the PyTorch class, as in files and in the output of `nin summary`.
  public var typeName: String {
    switch self {
    case .sequential: "Sequential"
    case .conv2d: "Conv2d"
    case .linear: "Linear"
    case .relu: "ReLU"
    case .dropout: "Dropout"
    case .maxPool2d: "MaxPool2d"
    case .averagePool2d: "AvgPool2d"
    case .globalAveragePool2d: "AdaptiveAvgPool2d"
    case .flatten: "Flatten"
    }
  }

  /// The shape of the output for an input of shape `input`.
  /// - Throws: `ShapeError` when the layer cannot take `input`.
  public func outputShape(for input: ActivationShape) throws(ShapeError) -> ActivationShape {
    switch self {
    case .sequential(let layers):
      var shape = input
      for layer in layers { shape = try layer.outputShape(for: shape) }
      return shape
    case .conv2d(let conv):
      return try conv.geometry(for: input).outputShape(imageCount: input.imageCount)
    case .linear(let inputFeatures, let outputFeatures):
      guard input.height == 1, input.width == 1, input.channels == inputFeatures else {
        throw ShapeError("linear: \(inputFeatures) features expected, \(input) given")
      }
      guard (1...1 << 20).contains(outputFeatures) else {
        throw ShapeError("linear: \(outputFeatures) outputs")
      }
      return ActivationShape(
        imageCount: input.imageCount, height: 1, width: 1, channels: outputFeatures)
    case .maxPool2d(let pool), .averagePool2d(let pool):
      return try pool.geometry(for: input).outputShape(imageCount: input.imageCount)
    case .dropout(let probability):
      guard probability >= 0, probability < 1 else {
        throw ShapeError("dropout: the probability must be in [0, 1), not \(probability)")
      }
      return input
    case .relu: return input
    case .globalAveragePool2d:
      return ActivationShape(
        imageCount: input.imageCount, height: 1, width: 1, channels: input.channels)
    case .flatten:
      return ActivationShape(
        imageCount: input.imageCount, height: 1, width: 1, channels: input.countPerImage)
    }
  }

  /// The trainable tensors: the last part of each name, and the dimensions as in PyTorch.
  var parameters: [(name: String, dimensions: [Int])] {
    switch self {
    case .conv2d(let conv):
      [
        ("weight", [conv.outputChannels, conv.inputChannels, conv.kernelSize, conv.kernelSize]),
        ("bias", [conv.outputChannels]),
      ]
    case .linear(let inputFeatures, let outputFeatures):
      [("weight", [outputFeatures, inputFeatures]), ("bias", [outputFeatures])]
    case .sequential, .relu, .dropout, .maxPool2d, .averagePool2d, .globalAveragePool2d, .flatten:
      []
    }
  }
}
