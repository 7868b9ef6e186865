import NINTensors

/// `max(x, 0)` (PyTorch `nn.ReLU`).
public struct ReLU: Module, Hashable {
  public init() {}

  public var typeName: String { "ReLU" }

  public func outputShape(for input: ActivationShape) -> ActivationShape { input }
}

/// In training, zero with `probability` and else `x / (1 - probability)` (PyTorch `nn.Dropout`).
public struct Dropout: Module, Hashable {
  /// In `0..<1`.
  public let probability: Float

  public init(probability: Float) {
    self.probability = probability
  }

  public var typeName: String { "Dropout" }

  public func outputShape(for input: ActivationShape) throws(ShapeError) -> ActivationShape {
    guard probability >= 0, probability < 1 else {
      throw ShapeError("dropout: the probability must be in [0, 1), not \(probability)")
    }
    return input
  }
}

/// An image as one row of features (PyTorch `nn.Flatten`). After global pooling the order of
/// features is the same in both frameworks' layouts.
public struct Flatten: Module, Hashable {
  public init() {}

  public var typeName: String { "Flatten" }

  public func outputShape(for input: ActivationShape) -> ActivationShape {
    ActivationShape(images: input.images, height: 1, width: 1, channels: input.imageCount)
  }
}
