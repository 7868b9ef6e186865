import Foundation
import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINTensors
import Testing

@testable import NINTraining

/// Any network, any images: here a small one and pictures made in memory.
@Suite struct OwnNetworkTests {
  private let small: SmallRun
  private let images: LabelledImages

  init() throws {
    small = try SmallRun()
    // Reddish, greenish and bluish ones of 6x6.
    let pixels = (0..<(24 * 36 * 3)).map { (byte: Int) -> UInt8 in
      let (pixel, channel) = (byte / 3, byte % 3)
      return UInt8(pixel % 50 + (channel == pixel / 36 % 3 ? 200 : 0))
    }
    images = try LabelledImages(
      name: "colours", height: 6, width: 6, channels: 3, classNames: ["red", "green", "blue"],
      pixels: pixels, labels: (0..<24).map { Int32($0 % 3) })
  }

  private func network(width: Int = 8, classes: Int = 3) throws -> Network {
    try Network(
      name: "tiny",
      layers: [
        .conv2d(inputChannels: 3, outputChannels: 5, kernelSize: 3, stride: 1, padding: 1), .relu,
        .conv2d(inputChannels: 5, outputChannels: classes, kernelSize: 1, stride: 1, padding: 0),
        .globalAveragePool2d, .flatten,
      ], input: ActivationShape(height: 8, width: width, channels: 3))
  }

  private func trainer(
    _ network: Network, resume: Bool = false, epochs: Int = 4
  ) throws -> Trainer {
    var recipe = Recipe(.quickstart)
    recipe.batchSize = 4
    recipe.epochs = epochs
    recipe.optimizer.learningRate = 0.01
    let path = small.path("run")
    return try Trainer(
      of: network, recipe, dataset: Dataset(name: "colours", train: images, test: images),
      folder: resume ? RunFolder(existing: path) : RunFolder(new: path, stem: "run"),
      resume: resume, context: ExecutionContext(threads: 2))
  }

  @Test func theRunSaysWhatItTrained() throws {
    let trainer = try trainer(network())
    var asked = 0
    let outcome = try trainer.run(
      events: { _ in },
      shouldStop: {
        asked += 1
        return asked == 9
      })
    #expect(outcome == .stopped)
    let options = try trainer.folder.loadOptions()
    #expect(options.dataset == .supplied(name: "colours") && options.size == 8)
    #expect(options.model == .own(NetworkDescription(try network())))
    let (description, _) = try ModelFile.load(trainer.folder.lastPath)
    #expect(try description.network().tree == network().tree)
    #expect(description.classNames == ["red", "green", "blue"])
    #expect(throws: DatasetError.supplied(set: "colours")) {
      try options.loadData(environment: [:])
    }
  }

  @Test func itLearns() throws {
    let trainer = try trainer(network(), epochs: 60)
    #expect(try trainer.run(events: { _ in }) == .finished)
    #expect(trainer.state.bestAccuracy == 1)
  }

  @Test func itIsResumed() throws {
    var first: Trainer? = try trainer(network())
    #expect(try first?.run(events: { _ in }, shouldStop: { true }) == .stopped)
    let parameters = first.map { Array($0.parameters.values.elements) }
    first = nil
    let second = try trainer(network(), resume: true)
    #expect(second.state.step == 1 && Array(second.parameters.values.elements) == parameters)
    #expect(second.recipe.dataset == .supplied(name: "colours"))
  }

  /// Width of the images, classes of the network.
  @Test(arguments: [(7, 3), (8, 4)])
  func anotherShapeIsRefused(_ width: Int, _ classes: Int) throws {
    #expect(throws: ShapeError.self) { try trainer(network(width: width, classes: classes)) }
  }

  /// The usual normalization of a recipe is for colours.
  @Test func aNormalizationForOthersIsNamed() throws {
    let grey = try LabelledImages(
      name: "grey", height: 8, width: 8, channels: 1, classNames: ["dark", "light"],
      pixels: Array(repeating: 9, count: 128), labels: [0, 1])
    let network = try Network(
      name: "grey", layers: [.flatten, .linear(inputFeatures: 64, outputFeatures: 2)],
      input: ActivationShape(height: 8, width: 8, channels: 1))
    let error = #expect(throws: ShapeError.self) {
      try Trainer(
        of: network, Recipe(.quickstart), dataset: Dataset(name: "grey", train: grey, test: grey),
        folder: RunFolder(new: small.path("run"), stem: "run"), context: ExecutionContext())
    }
    #expect(error?.description == "a normalization of 3 channels for images of 1")
  }

  @Test(arguments: Network.Model.allCases)
  func networksWithNamesKeepThem(_ model: Network.Model) throws {
    #expect(try NetworkChoice(Network(model, classes: 7, channels: 1)) == .named(model))
    let renamed = try Network(
      name: model.rawValue, layers: network().tree, input: network().input)
    #expect(try NetworkChoice(renamed) == .own(NetworkDescription(renamed)))
  }
}
