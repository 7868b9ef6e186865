extension Network.Model {
  /// The layers of the model.
  /// - Parameters:
  ///   - classes: the number of classes.
  ///   - channels: the channels of the images.
  ///   - size: the width and height of the images; only fully connected layers depend on it.
  public func layers(classes: Int, channels: Int, size: Int) -> [Layer] {
    let head: [Layer] = [.globalAveragePool2d, .flatten]
    switch self {
    case .nin:
      return Self.large(channels, pool: .maxPool2d(kernelSize: 3, stride: 2)) + [
        .mlpconv(
          inputChannels: 384, channels: (classes, classes, classes), kernelSize: 3, padding: 1)
      ] + head
    case .ninImageNet:
      return Self.large(channels, pool: Self.pool) + [
        Self.dropout,
        .mlpconv(inputChannels: 384, channels: (1024, 1024, classes), kernelSize: 3, padding: 1),
      ] + head
    case .ninCIFAR10, .ninCIFAR100: return Self.cifar(channels, classes) + head
    case .ninCIFAR10FC: return Self.cifar(channels, classes) + Self.fullyConnected(classes, size)
    case .ninCIFAR10FCDropout:
      return Self.cifar(channels, classes)
        + Self.fullyConnected(classes, size, dropout: [Self.dropout])
    case .ninSVHN:
      return Self.small(
        channels, (128, 96, 64), (320, 256, 128), (384, 256, classes), lastKernelSize: 5) + head
    case .ninMNIST:
      return Self.small(
        channels, (96, 64, 48), (128, 96, 48), (128, 96, classes), lastKernelSize: 5) + head
    case .ninSmall:
      return [
        .mlpconv(inputChannels: channels, channels: (32, 32, 32), kernelSize: 5, padding: 2),
        Self.pool,
        .mlpconv(inputChannels: 32, channels: (64, 64, 64), kernelSize: 3, padding: 1),
        Self.pool,
        // No ReLU after the class outputs, so that none of them can die in a first run.
        .mlpconv(
          inputChannels: 64, channels: (64, 64, classes), kernelSize: 3, padding: 1,
          rectified: false),
      ] + head
    }
  }

  private typealias Channels = (Int, Int, Int)

  /// As in cuda-convnet and Caffe, the number of windows is rounded up.
  private static let pool = Layer.maxPool2d(kernelSize: 3, stride: 2, ceilMode: true)
  private static let dropout = Layer.dropout(probability: 0.5)

  /// Three mlpconv layers for small images, with dropout after all but the last.
  private static func small(
    _ channels: Int, _ first: Channels, _ second: Channels, _ third: Channels, lastKernelSize: Int
  ) -> [Layer] {
    [
      .mlpconv(inputChannels: channels, channels: first, kernelSize: 5, padding: 2),
      pool, dropout,
      .mlpconv(inputChannels: first.2, channels: second, kernelSize: 5, padding: 2),
      pool, dropout,
      .mlpconv(
        inputChannels: second.2, channels: third, kernelSize: lastKernelSize,
        padding: lastKernelSize / 2),
    ]
  }

  private static func cifar(_ channels: Int, _ classes: Int) -> [Layer] {
    small(channels, (192, 160, 96), (192, 192, 192), (192, 192, classes), lastKernelSize: 3)
  }

  /// A fully connected layer on the flattened maps, whose sides are a quarter of the image's.
  private static func fullyConnected(
    _ classes: Int, _ size: Int, dropout: [Layer] = []
  ) -> [Layer] {
    let side = (0..<2).reduce(size) { side, _ in side / 2 }
    return [.flatten] + dropout
      + [.linear(inputFeatures: classes * side * side, outputFeatures: classes)]
  }

  /// Three mlpconv layers for large images, each followed by a pooling.
  private static func large(_ channels: Int, pool: Layer) -> [Layer] {
    [
      .mlpconv(inputChannels: channels, channels: (96, 96, 96), kernelSize: 11, stride: 4), pool,
      .mlpconv(inputChannels: 96, channels: (256, 256, 256), kernelSize: 5, padding: 2), pool,
      .mlpconv(inputChannels: 256, channels: (384, 384, 384), kernelSize: 3, padding: 1), pool,
    ]
  }
}
