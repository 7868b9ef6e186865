import NINModules
import NINTensors
import Testing

@Suite struct ModelTests {
  /// The notebook's figures: names and shapes of `state_dict()`, the printed table of layers,
  /// parameters per block.
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

  /// cuda-convnet's `NIN/svhn_def`, `NIN/mnist_def`, the CIFAR-100 one, and Caffe's zoo:
  /// parameters, multiply-adds per image, and the sides of the maps that are averaged.
  static let papers: [(Network.Model, classes: Int, channels: Int, Int, multiplyAdds: Int, Int)] = [
    (.ninCIFAR100, 100, 3, 984_356, 223_592_448, 8), (.ninSVHN, 10, 3, 1_986_026, 274_235_392, 8),
    (.ninMNIST, 10, 1, 349_674, 50_699_712, 7),
    (.ninImageNet, 1000, 3, 7_595_176, 1_100_188_800, 6),
  ]

  @Test(arguments: papers)
  func thePapersNetworks(
    _ model: Network.Model, _ classes: Int, _ channels: Int, _ parameters: Int,
    _ multiplyAdds: Int, _ side: Int
  ) throws {
    let network = try Network(model, classes: classes, channels: channels)
    #expect(network.parameters.parameterCount == parameters)
    #expect(try self.multiplyAdds(network) == multiplyAdds)
    #expect(network.layers.suffix(2).map(\.layer.typeName) == ["AdaptiveAvgPool2d", "Flatten"])
    #expect(network.layers.suffix(2).first?.input.height == side)
    #expect(model.defaultClasses == classes)
  }

  /// There is a dropout after every mlpconv but the last; Caffe's ImageNet network has only one.
  @Test(
    arguments: [
      (.ninSVHN, ["net.2", "net.5"]), (.ninMNIST, ["net.2", "net.5"]), (.ninImageNet, ["net.6"]),
      (.ninCIFAR10FC, ["net.2", "net.5"]), (.ninCIFAR10FCDropout, ["net.2", "net.5", "net.8"]),
    ] as [(Network.Model, [String])])
  func dropoutsAreWhereThePaperHasThem(_ model: Network.Model, _ paths: [String]) throws {
    let dropouts = try Network(model).layers.filter { $0.layer == .dropout(probability: 0.5) }
    #expect(dropouts.map(\.path) == paths)
  }

  /// Ten maps of 8x8 in one row, and a matrix for ten classes.
  @Test(arguments: [Network.Model.ninCIFAR10FC, .ninCIFAR10FCDropout])
  func aFullyConnectedLayerTakesThePlaceOfTheAverage(_ model: Network.Model) throws {
    let network = try Network(model)
    #expect(network.parameters.parameterCount == 966_986 + 640 * 10 + 10)
    let last = try #require(network.layers.last)
    #expect(last.layer == .linear(inputFeatures: 640, outputFeatures: 10))
    #expect(network.parameters.slots.suffix(2).map(\.dimensions) == [[10, 640], [10]])
    #expect(network.parameters.slots.suffix(2).map(\.taps) == [64, 1])
    #expect(!network.layers.contains { $0.layer == .globalAveragePool2d })
    for size in [31, 32, 33, 50] {
      let side = try Network(model, size: size).layers.last { $0.layer == .flatten }?.input.height
      #expect(side == size / 4)
    }
  }

  /// The head depends on the model only, even if the number of classes equals another number.
  @Test(
    arguments: [
      (Network.Model.nin, 6), (.ninCIFAR10, 2), (.ninImageNet, 2), (.ninSmall, 2),
      (.ninCIFAR10FC, 4),
    ], [10, 64, 192, 384])
  func theHeadDoesNotDependOnTheClasses(_ model: (Network.Model, Int), _ classes: Int) throws {
    let slots = try Network(model.0, classes: classes).parameters.slots
    #expect(slots.count { $0.isHead } == model.1)
    #expect(slots.suffix(model.1).allSatisfy { $0.isHead })
  }

  @Test(arguments: Network.Model.allCases, [2, 3, 10, 1000])
  func everyModelTakesAnyClassCount(_ model: Network.Model, classes: Int) throws {
    let network = try Network(model, classes: classes)
    #expect(network.layers.last?.output.countPerImage == classes)
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
