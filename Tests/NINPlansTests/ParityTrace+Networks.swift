import NINModules
import NINTensors

/// The paper's networks with fewer channels and without dropout, as in `Fixtures/record_parity.py`.
extension ParityTrace {
  /// The network that the first word of the name stands for.
  func network() throws -> Network {
    let color = ActivationShape(height: 17, width: 22, channels: 3)
    switch name.prefix(while: { $0 != "-" }) {
    case "notebook":
      return try large(
        ActivationShape(height: 83, width: 67, channels: 3), ceilMode: false,
        lastChannels: (Self.classes, Self.classes, Self.classes))
    case "imagenet":
      // With this size, each pool rounds up.
      return try large(
        ActivationShape(height: 79, width: 71, channels: 3), ceilMode: true,
        lastChannels: (24, 20, Self.classes))
    case "grey":
      // The networks for MNIST and SVHN have 5x5 kernels to the end.
      return try small(
        ActivationShape(height: 16, width: 18, channels: 1), kernelSizes: (5, 5, 5),
        rectified: true, average)
    case "connected":
      let linear = Layer.linear(inputFeatures: 4 * 5 * Self.classes, outputFeatures: Self.classes)
      return try small(color, kernelSizes: (5, 3, 3), rectified: false, [.flatten, linear])
    default:
      return try small(color, kernelSizes: (5, 3, 3), rectified: false, average)
    }
  }

  /// Three mlpconv layers for large images, and one more.
  private func large(
    _ input: ActivationShape, ceilMode: Bool, lastChannels: (Int, Int, Int)
  ) throws -> Network {
    let pool = Layer.maxPool2d(kernelSize: 3, stride: 2, ceilMode: ceilMode)
    return try Network(
      name: name,
      layers: [
        .mlpconv(inputChannels: 3, channels: (12, 10, 8), kernelSize: 11, stride: 4), pool,
        .mlpconv(inputChannels: 8, channels: (17, 16, 12), kernelSize: 5, padding: 2), pool,
        .mlpconv(inputChannels: 12, channels: (16, 24, 16), kernelSize: 3, padding: 1), pool,
        .mlpconv(inputChannels: 16, channels: lastChannels, kernelSize: 3, padding: 1),
      ] + average, input: input, classes: Self.classes)
  }

  /// Three mlpconv layers for small images.
  private func small(
    _ input: ActivationShape, kernelSizes sizes: (Int, Int, Int), rectified: Bool, _ head: [Layer]
  ) throws -> Network {
    let pool = Layer.maxPool2d(kernelSize: 3, stride: 2, ceilMode: true)
    return try Network(
      name: name,
      layers: [
        .mlpconv(
          inputChannels: input.channels, channels: (24, 20, 16), kernelSize: sizes.0,
          padding: sizes.0 / 2), pool,
        .mlpconv(
          inputChannels: 16, channels: (32, 16, 16), kernelSize: sizes.1, padding: sizes.1 / 2),
        pool,
        .mlpconv(
          inputChannels: 16, channels: (16, 17, Self.classes), kernelSize: sizes.2,
          padding: sizes.2 / 2, rectified: rectified),
      ] + head, input: input, classes: Self.classes)
  }

  private var average: [Layer] { [.globalAveragePool2d, .flatten] }
}
