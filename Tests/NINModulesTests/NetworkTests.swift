import Foundation
import NINModules
import NINTensors
import Testing

@Suite struct NetworkTests {
  private let image = ActivationShape(height: 8, width: 8, channels: 3)

  private func network(_ layers: [Layer], classes: Int = 4) throws(ShapeError) -> Network {
    try Network(name: "test", layers: layers, input: image, classes: classes)
  }

  @Test func everyLayerHasItsShapeAndName() throws {
    let input = ActivationShape(imageCount: 2, height: 8, width: 9, channels: 6)
    let expected: [(Layer, String, [Int])] = [
      (
        .conv2d(inputChannels: 6, outputChannels: 5, kernelSize: 3, stride: 2), "Conv2d", [3, 4, 5]
      ),
      (
        .conv2d(inputChannels: 6, outputChannels: 5, kernelSize: 3, padding: 1), "Conv2d",
        [8, 9, 5]
      ),
      (.relu, "ReLU", [8, 9, 6]), (.dropout(probability: 0), "Dropout", [8, 9, 6]),
      (.maxPool2d(kernelSize: 3, stride: 2), "MaxPool2d", [3, 4, 6]),
      (.maxPool2d(kernelSize: 3, stride: 2, ceilMode: true), "MaxPool2d", [4, 4, 6]),
      (.averagePool2d(kernelSize: 2, stride: 2), "AvgPool2d", [4, 4, 6]),
      (.averagePool2d(kernelSize: 2, stride: 2, ceilMode: true), "AvgPool2d", [4, 5, 6]),
      (.averagePool2d(kernelSize: 3, stride: 2, padding: 1), "AvgPool2d", [4, 5, 6]),
      (.globalAveragePool2d, "AdaptiveAvgPool2d", [1, 1, 6]), (.flatten, "Flatten", [1, 1, 432]),
      (.mlpconv(inputChannels: 6, channels: (7, 8, 9), kernelSize: 8), "Sequential", [1, 2, 9]),
    ]
    for (layer, name, shape) in expected {
      let output = try layer.outputShape(for: input)
      #expect(layer.typeName == name)
      #expect([output.imageCount, output.height, output.width, output.channels] == [2] + shape)
    }
  }

  @Test func mlpconvIsThreeConvolutionsEachWithReLU() {
    let block = Layer.mlpconv(
      inputChannels: 3, channels: (4, 5, 6), kernelSize: 5, stride: 2, padding: 1)
    let wanted: [Layer] = [
      .conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 5, stride: 2, padding: 1), .relu,
      .conv2d(inputChannels: 4, outputChannels: 5, kernelSize: 1), .relu,
      .conv2d(inputChannels: 5, outputChannels: 6, kernelSize: 1), .relu,
    ]
    #expect(block == .sequential(wanted))
    let bare = Layer.mlpconv(
      inputChannels: 3, channels: (4, 5, 6), kernelSize: 5, stride: 2, padding: 1,
      rectified: false)
    #expect(bare == .sequential(Array(wanted.dropLast())))
  }

  @Test func allDropoutLayersGetTheSameProbability() throws {
    let head = Layer.conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 8)
    let given = try network([
      .dropout(probability: 0.5), .sequential([.relu, .dropout(probability: 0.1)]), head,
    ])
    let changed = try network([
      .dropout(probability: 0.3), .sequential([.relu, .dropout(probability: 0.3)]), head,
    ])
    let result = given.with(dropout: 0.3)
    #expect(result.tree == changed.tree)
    #expect(result.layers.map(\.layer) == changed.layers.map(\.layer))
    #expect(result.layers.map(\.path) == given.layers.map(\.path))
  }

  @Test func pathsFollowTheTree() throws {
    let inner = Layer.sequential([.relu, .sequential([.relu]), .relu])
    let head = Layer.conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 8)
    let layers = try network([inner, head]).layers
    #expect(layers.map(\.path) == ["net.0.0", "net.0.1.0", "net.0.2", "net.1"])
  }

  @Test func whatDoesNotFitNamesItsLayer() throws {
    let head = Layer.conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 8)
    let cases: [([Layer], String)] = [
      ([], "test: 4 classes, but the last layer gives 1x8x8x3"),
      ([head, head], "net.1: convolution: 3 channels expected, 4 given"),
      (
        [.relu, .sequential([.relu, .maxPool2d(kernelSize: 9, stride: 1)])], "net.1.1: pooling: a"
      ),
      ([.averagePool2d(kernelSize: 2, stride: 0), head], "net.0: pooling: stride"),
      (
        [.dropout(probability: 1), head], "net.0: dropout: the probability must be in [0, 1), not 1"
      ),
      ([.dropout(probability: -0.1), head], "net.0: dropout"),
      ([.dropout(probability: .nan), head], "net.0: dropout"),
      ([.conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 7)], "gives 1x2x2x4"),
    ]
    for (layers, says) in cases {
      let error = try #require(throws: ShapeError.self) { try network(layers) }
      #expect(error.description.contains(says), "\(error)")
    }
  }

  /// Every kind of layer in a file.
  private static let written = """
    [
      {"type": "Sequential", "layers": [
        {"type": "Conv2d", "in_channels": 3, "out_channels": 4, "kernel_size": 5, "stride": 2,
          "padding": 1},
        {"type": "ReLU"}
      ]},
      {"type": "MaxPool2d", "kernel_size": 3, "stride": 2, "ceil_mode": true},
      {"type": "AvgPool2d", "kernel_size": 2, "stride": 1, "ceil_mode": false},
      {"type": "Dropout", "p": 0.25},
      {"type": "AdaptiveAvgPool2d"},
      {"type": "Flatten"}
    ]
    """

  @Test func layersAreReadAndWritten() throws {
    let layers: [Layer] = [
      .sequential([
        .conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 5, stride: 2, padding: 1), .relu,
      ]),
      .maxPool2d(kernelSize: 3, stride: 2, ceilMode: true),
      .averagePool2d(kernelSize: 2, stride: 1), .dropout(probability: 0.25), .globalAveragePool2d,
      .flatten,
    ]
    let read = try JSONDecoder().decode([Layer].self, from: Data(Self.written.utf8))
    #expect(read == layers)
    let again = try JSONDecoder().decode([Layer].self, from: JSONEncoder().encode(layers))
    #expect(again == layers)
  }
}
