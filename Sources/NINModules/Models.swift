import NINTensors

extension Network {
  /// The models by name.
  public enum Model: String, CaseIterable, Codable, Sendable {
    /// The notebook's network: the paper's ImageNet net with a short last block (2,015,398
    /// parameters for ten classes; 224x224 images).
    case nin
    /// The paper's CIFAR-10 network (966,986 parameters; 32x32 images): cuda-convnet's
    /// `NIN/cifar-10_def`.
    case ninCIFAR10 = "nin-cifar10"
    /// A slim network of the same structure for first runs: 32x32 images, minutes on two cores.
    case ninSmall = "nin-small"

    /// The side of the images the model was made for.
    public var defaultSize: Int { self == .nin ? 224 : 32 }
  }

  /// The network of `model` for square images.
  /// - Throws: `ShapeError` when images of `size` do not fit the model.
  public init(
    _ model: Model, classes: Int = 10, size: Int? = nil, channels: Int = 3
  ) throws(ShapeError) {
    guard classes >= 2 else {
      throw ShapeError("a classifier needs at least 2 classes, not \(classes)")
    }
    let size = size ?? model.defaultSize
    try self.init(
      name: model.rawValue, layers: model.layers(classes: classes, channels: channels),
      input: ActivationShape(height: size, width: size, channels: channels), classes: classes)
  }
}

extension Network.Model {
  /// The layers, as a description has them.
  public func layers(classes: Int, channels: Int) -> [Layer] {
    let head: [Layer] = [.globalAveragePool2d, .flatten]
    switch self {
    case .nin:
      let pool = Layer.maxPool2d(kernelSize: 3, stride: 2)
      return [
        .mlpconv(inputChannels: channels, channels: (96, 96, 96), kernelSize: 11, stride: 4),
        pool,
        .mlpconv(inputChannels: 96, channels: (256, 256, 256), kernelSize: 5, padding: 2),
        pool,
        .mlpconv(inputChannels: 256, channels: (384, 384, 384), kernelSize: 3, padding: 1),
        pool,
        .mlpconv(
          inputChannels: 384, channels: (classes, classes, classes), kernelSize: 3, padding: 1),
      ] + head
    case .ninCIFAR10:
      let pool = Layer.maxPool2d(kernelSize: 3, stride: 2, ceilMode: true)
      let dropout = Layer.dropout(probability: 0.5)
      return [
        .mlpconv(inputChannels: channels, channels: (192, 160, 96), kernelSize: 5, padding: 2),
        pool, dropout,
        .mlpconv(inputChannels: 96, channels: (192, 192, 192), kernelSize: 5, padding: 2),
        pool, dropout,
        .mlpconv(inputChannels: 192, channels: (192, 192, classes), kernelSize: 3, padding: 1),
      ] + head
    case .ninSmall:
      let pool = Layer.maxPool2d(kernelSize: 3, stride: 2, ceilMode: true)
      return [
        .mlpconv(inputChannels: channels, channels: (32, 32, 32), kernelSize: 5, padding: 2),
        pool,
        .mlpconv(inputChannels: 32, channels: (64, 64, 64), kernelSize: 3, padding: 1),
        pool,
        // No ReLU behind the class outputs: a first run must not end with dead ones.
        .mlpconv(
          inputChannels: 64, channels: (64, 64, classes), kernelSize: 3, padding: 1,
          rectified: false),
      ] + head
    }
  }
}
