import NINKernels
import NINModules
import NINPlans
import NINTensors
import Testing

/// A small network for one kind of layer.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let layers: [Layer]
  var smoothing: Float = 0

  private static let first = Layer.conv2d(
    inputChannels: 2, outputChannels: 5, kernelSize: 3, padding: 1)
  private static let last = Layer.conv2d(inputChannels: 5, outputChannels: 3, kernelSize: 1)
  private static let head: [Layer] = [.globalAveragePool2d, .flatten]

  private init(_ name: String, _ middle: [Layer], smoothing: Float = 0) {
    testDescription = name
    layers = [Self.first] + middle + [Self.last] + Self.head
    self.smoothing = smoothing
  }

  static let all = [
    GradientCase("two convolutions", []),
    GradientCase("label smoothing", [], smoothing: 0.2),
    GradientCase("ReLU", [.relu]),
    GradientCase("max pooling", [.maxPool2d(kernelSize: 3, stride: 2)]),
    GradientCase(
      "max pooling, ceil", [.relu, .maxPool2d(kernelSize: 3, stride: 2, ceilMode: true)]),
    GradientCase("max pooling, then ReLU", [.maxPool2d(kernelSize: 2, stride: 2), .relu]),
    GradientCase("average pooling", [.relu, .averagePool2d(kernelSize: 3, stride: 2)]),
    GradientCase(
      "average pooling, ceil", [.averagePool2d(kernelSize: 2, stride: 2, ceilMode: true), .relu]),
    GradientCase(
      "average pooling, padding",
      [.relu, .averagePool2d(kernelSize: 3, stride: 2, padding: 1, ceilMode: true)]),
    GradientCase(
      "average pooling without its padding",
      [.averagePool2d(kernelSize: 3, stride: 1, padding: 1, countsPadding: false), .relu]),
    GradientCase(
      "max pooling, padding", [.relu, .maxPool2d(kernelSize: 3, stride: 2, padding: 1)]),
    GradientCase("dropout", [.relu, .dropout(probability: 0.5)]),
    GradientCase("dropout without ReLU", [.dropout(probability: 0.25)]),
    GradientCase(
      "two dropouts",
      [
        .relu, .dropout(probability: 0.5),
        .conv2d(inputChannels: 5, outputChannels: 5, kernelSize: 3, stride: 2, padding: 2),
        .dropout(probability: 0.25), .relu,
      ]),
    GradientCase(
      "strided convolution",
      [.relu, .conv2d(inputChannels: 5, outputChannels: 5, kernelSize: 3, stride: 3, padding: 1)]),
    GradientCase(
      "mlpconv", [.mlpconv(inputChannels: 5, channels: (4, 3, 5), kernelSize: 5, padding: 2)]),
  ]

  static let rectifiedLogits = GradientCase(
    testDescription: "ReLU behind the class outputs", layers: [first, .relu, last, .relu] + head)

  /// A fully connected layer in place of the global average, after a dropout as in the paper.
  static let connected = [
    GradientCase(
      testDescription: "linear", layers: [first, .relu, .flatten, linear]),
    GradientCase(
      testDescription: "linear behind dropout",
      layers: [first, .relu, .flatten, .dropout(probability: 0.5), linear]),
    GradientCase(
      testDescription: "two linear layers",
      layers: [
        first, .flatten, .linear(inputFeatures: 7 * 6 * 5, outputFeatures: 4), .relu,
        .linear(inputFeatures: 4, outputFeatures: 3),
      ]),
  ]
  private static let linear = Layer.linear(inputFeatures: 7 * 6 * 5, outputFeatures: 3)

  private init(testDescription: String, layers: [Layer]) {
    self.testDescription = testDescription
    self.layers = layers
  }
}

/// The gradients of a plan, compared with central differences.
struct GradientTests {
  /// Both errors of a central difference, h² from the curve and 2⁻⁵³/h from rounding, stay below
  /// `step`² times a small factor.
  private static let step = 1e-5

  @Test(arguments: GradientCase.all + [.rectifiedLogits] + GradientCase.connected)
  func gradientsAreCentralDifferences(_ sample: GradientCase) throws {
    let network = try Network(
      name: "sample", layers: sample.layers,
      input: ActivationShape(height: 7, width: 6, channels: 2), classes: 3)
    let parameters = try Parameters(network, initialization: .pytorch, seed: 3)
    var stream = RandomStream(seed: 4, purpose: .testing)
    let labels: [Int32] = [2, 0, 1]
    let pixels = (0..<(labels.count * network.input.countPerImage)).map { _ in
      stream.uniform(in: -2..<2)
    }
    let driver = try PlanDriver(network, parameters, chunk: 2, context: ExecutionContext())
    let loss = try driver.gradients(pixels, labels, smoothing: sample.smoothing)
    let double = DoubleNetwork(
      network: network, pixels: pixels.map(Double.init), labels: labels,
      smoothing: Double(sample.smoothing),
      dropoutKey: RandomStream(seed: driver.plan.seed, purpose: .dropout, 0).key)
    let values = parameters.values.elements.map(Double.init)
    let unit = Double(Float.ulpOfOne) / 2 * roundings(network, imageCount: labels.count)
    #expect(abs(loss - double.loss(values)) <= unit * loss)

    let gradients = parameters.gradients.elements.map(Double.init)
    let largest = gradients.map(abs).max() ?? 0
    try #require(largest > 0)
    for slot in network.parameters.slots {
      for index in stride(from: slot.range.lowerBound, to: slot.range.upperBound, by: every(slot)) {
        let expected = difference(double, values, at: index)
        let tolerance = unit * largest + 100 * Self.step * Self.step
        #expect(abs(gradients[index] - expected) <= tolerance, "\(slot.name), float \(index)")
      }
    }
  }

  /// The distance of the tested elements: about thirty per tensor, or all. It is odd, so that every
  /// tap and channel is tested.
  private func every(_ slot: ParameterSlot) -> Int { slot.range.count / 32 | 1 }

  private func difference(
    _ network: DoubleNetwork, _ values: [Double], at index: Int
  ) -> Double {
    var (above, below) = (values, values)
    above[index] += Self.step
    below[index] -= Self.step
    return (network.loss(above) - network.loss(below)) / (2 * Self.step)
  }

  /// The roundings on the longest path of the forward and the backward pass: the terms of each sum.
  private func roundings(_ network: Network, imageCount: Int) -> Double {
    let sums = network.layers.map { layer in
      if case .linear(let inputs, let outputs) = layer.layer {
        return inputs + outputs + imageCount
      }
      guard case .conv2d(let conv) = layer.layer else { return 4 }
      let taps = conv.kernelSize * conv.kernelSize
      return taps * (conv.inputChannels + conv.outputChannels)
        + imageCount * layer.output.height * layer.output.width
    }
    return Double(sums.reduce(0, +))
  }
}
