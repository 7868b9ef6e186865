import NINModules
import NINTensors
import Testing

@Suite struct NetworkTests {
  private let image = ActivationShape(height: 8, width: 8, channels: 3)

  private func network(_ modules: [any Module], classes: Int = 4) throws(ShapeError) -> Network {
    try Network(name: "test", root: Sequential(modules), input: image, classes: classes)
  }

  @Test func everyModuleHasItsShapeAndName() throws {
    let input = ActivationShape(images: 2, height: 8, width: 9, channels: 6)
    let expected: [(any Module, String, [Int])] = [
      (Conv2d(inputChannels: 6, outputChannels: 5, kernelSize: 3, stride: 2), "Conv2d", [3, 4, 5]),
      (
        Conv2d(inputChannels: 6, outputChannels: 5, kernelSize: 3, padding: 1), "Conv2d", [8, 9, 5]
      ),
      (ReLU(), "ReLU", [8, 9, 6]), (Dropout(probability: 0), "Dropout", [8, 9, 6]),
      (MaxPool2d(kernelSize: 3, stride: 2), "MaxPool2d", [3, 4, 6]),
      (MaxPool2d(kernelSize: 3, stride: 2, ceilMode: true), "MaxPool2d", [4, 4, 6]),
      (AvgPool2d(kernelSize: 2, stride: 2), "AvgPool2d", [4, 4, 6]),
      (AvgPool2d(kernelSize: 2, stride: 2, ceilMode: true), "AvgPool2d", [4, 5, 6]),
      (GlobalAveragePool2d(), "AdaptiveAvgPool2d", [1, 1, 6]), (Flatten(), "Flatten", [1, 1, 432]),
      (mlpconv(inputChannels: 6, channels: (7, 8, 9), kernelSize: 8), "Sequential", [1, 2, 9]),
    ]
    for (module, name, shape) in expected {
      let output = try module.outputShape(for: input)
      #expect(module.typeName == name)
      #expect([output.images, output.height, output.width, output.channels] == [2] + shape)
    }
  }

  @Test func mlpconvIsThreeConvolutionsEachWithReLU() {
    let block = mlpconv(inputChannels: 3, channels: (4, 5, 6), kernelSize: 5, stride: 2, padding: 1)
    let wanted: [Conv2d] = [
      Conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 5, stride: 2, padding: 1),
      Conv2d(inputChannels: 4, outputChannels: 5, kernelSize: 1),
      Conv2d(inputChannels: 5, outputChannels: 6, kernelSize: 1),
    ]
    #expect(block.children.compactMap { $0 as? Conv2d } == wanted)
    let alternating = ["Conv2d", "ReLU", "Conv2d", "ReLU", "Conv2d", "ReLU"]
    #expect(block.children.map(\.typeName) == alternating)
    let bare = mlpconv(inputChannels: 3, channels: (4, 5, 6), kernelSize: 5, rectified: false)
    #expect(bare.children.map(\.typeName) == Array(alternating.dropLast()))
  }

  @Test func pathsFollowTheTree() throws {
    let inner = Sequential([ReLU(), Sequential([ReLU()]), ReLU()])
    let head = Conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 8)
    let layers = try network([inner, head]).layers
    #expect(layers.map(\.path) == ["net.0.0", "net.0.1.0", "net.0.2", "net.1"])
  }

  @Test func whatDoesNotFitNamesItsLayer() throws {
    let head = Conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 8)
    let cases: [([any Module], String)] = [
      ([], "test: 4 classes, but the last layer gives 1x8x8x3"),
      ([head, head], "net.1: convolution: 3 channels expected, 4 given"),
      (
        [ReLU(), Sequential([ReLU(), MaxPool2d(kernelSize: 9, stride: 1)])], "net.1.1: pooling: a"
      ),
      ([AvgPool2d(kernelSize: 2, stride: 0), head], "net.0: pooling: stride"),
      (
        [Dropout(probability: 1), head], "net.0: dropout: the probability must be in [0, 1), not 1"
      ),
      ([Dropout(probability: -0.1), head], "net.0: dropout"),
      ([Dropout(probability: .nan), head], "net.0: dropout"),
      ([Conv2d(inputChannels: 3, outputChannels: 4, kernelSize: 7)], "gives 1x2x2x4"),
    ]
    for (modules, says) in cases {
      let error = try #require(throws: ShapeError.self) { try network(modules) }
      #expect(error.description.contains(says), "\(error)")
    }
  }
}
