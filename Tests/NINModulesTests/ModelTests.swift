import NINModules
import NINTensors
import Testing

@Suite struct ModelTests {
  /// The notebook's figures: names and shapes of `state_dict()`, the printed table of layers,
  /// parameters a block.
  @Test func ninIsTheNotebooks() throws {
    let nin = try Network(.nin)
    #expect(nin.parameters.slots.map(\.name) == convolutions([0, 2, 4, 6]))
    #expect(nin.parameters.parameterCount == 2_015_398)
    #expect(blockCounts(nin) == ["0": 53_568, "2": 746_240, "4": 1_180_800, "6": 34_790])
    let pools = nin.layers.filter { $0.layer.typeName == "MaxPool2d" }
    #expect(pools.map(\.path) == ["net.1", "net.3", "net.5"])
    #expect(pools.map(\.input.height) == [54, 26, 12])
    #expect(pools.map(\.output.width) == [26, 12, 5])
    #expect(nin.layers.suffix(2).map(\.layer.typeName) == ["AdaptiveAvgPool2d", "Flatten"])
    #expect(nin.layers.suffix(2).map(\.path) == ["net.7", "net.8"])
    #expect(nin.layers.count == 24 + 5)
    #expect(nin.layers.last?.output == ActivationShape(height: 1, width: 1, channels: 10))
    #expect(try multiplyAdds(nin) == 830_041_864)
  }

  /// cuda-convnet's `NIN/cifar-10_def`: ceiling pools, dropout behind the first two.
  @Test func ninCIFAR10IsThePapers() throws {
    let paper = try Network(.ninCIFAR10)
    #expect(paper.parameters.parameterCount == 966_986)
    #expect(paper.parameters.slots.count == 18)
    let pools = paper.layers.filter { $0.layer.typeName == "MaxPool2d" }
    #expect(pools.map(\.input.height) == [32, 16])
    #expect(pools.map(\.output.height) == [16, 8])
    let dropouts = paper.layers.filter { $0.layer == .dropout(probability: 0.5) }
    #expect(dropouts.map(\.path) == ["net.2", "net.5"])
    #expect(try multiplyAdds(paper) == 222_486_528)
    #expect(try Network(.ninCIFAR10, classes: 100).parameters.parameterCount == 984_356)
  }

  @Test(arguments: Network.Model.allCases, [2, 3, 10, 1000])
  func everyModelTakesAnyClassCount(_ model: Network.Model, classes: Int) throws {
    let network = try Network(model, classes: classes)
    #expect(network.layers.last?.output.imageCount == classes)
    #expect(network.name == model.rawValue)
  }

  @Test(arguments: [67, 95, 96, 128, 225, 256])
  func ninTakesAnySizeThatFits(size: Int) throws {
    let network = try Network(.nin, size: size)
    #expect(network.input == ActivationShape(height: size, width: size, channels: 3))
    #expect(network.parameters.parameterCount == 2_015_398)
  }

  @Test(
    arguments: [
      (Network.Model.nin, 10, 0, 3, "net.0.0: "), (.nin, 10, -5, 3, "net.0.0: "),
      (.nin, 10, 10, 3, "net.0.0: convolution: a 11x11 kernel does not fit a 10x10 image"),
      (.nin, 10, 15, 3, "net.1: pooling: a window of 3 does not fit a 2x2 image"),
      (.nin, 10, 32, 3, "net.3: pooling: a window of 3 does not fit a 2x2 image"),
      (.nin, 10, 62, 3, "net.5: pooling: a window of 3 does not fit a 2x2 image"),
      (.nin, 10, 224, 0, "net.0.0: convolution: input channels"),
      (.ninCIFAR10, 10, 2, 3, "net.1: pooling"), (.ninCIFAR10, 10, 100_000, 3, "too large"),
      (.nin, 1, 224, 3, "a classifier needs at least 2"), (.nin, -1, 224, 3, "2 classes, not -1"),
      (.nin, 1 << 21, 224, 3, "net.6.0: convolution: output channels"),
    ] as [(Network.Model, Int, Int, Int, String)])
  func whatDoesNotFitNamesItsLayer(
    _ model: Network.Model, _ classes: Int, _ size: Int, _ channels: Int, _ says: String
  ) throws {
    let error = try #require(throws: ShapeError.self) {
      try Network(model, classes: classes, size: size, channels: channels)
    }
    #expect(error.description.contains(says), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  private func convolutions(_ blocks: [Int]) -> [String] {
    blocks.flatMap { block in
      [0, 2, 4].flatMap { ["net.\(block).\($0).weight", "net.\(block).\($0).bias"] }
    }
  }

  private func blockCounts(_ network: Network) -> [String: Int] {
    Dictionary(
      network.parameters.slots.map { (String($0.name.split(separator: ".")[1]), $0.range.count) },
      uniquingKeysWith: +)
  }

  private func multiplyAdds(_ network: Network) throws -> Int {
    try network.layers.reduce(0) { sum, layer in
      guard case .conv2d(let conv) = layer.layer else { return sum }
      return sum + (try conv.geometry(for: layer.input).multiplyAdds)
    }
  }
}
