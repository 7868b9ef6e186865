import NINCheckpoints
import NINDatasets
import Foundation
import NINModels
import NINModules
import NINPlans
import Testing

@testable import NINTraining

/// What becomes of a trained model's parameters in another training.
@Suite struct StartingWeightsTests {
  private let run: SmallRun

  init() throws {
    run = try SmallRun()
    try FileManager.default.createDirectory(at: run.folder, withIntermediateDirectories: true)
    run.recipe.weights = run.path("trained.safetensors")
  }

  /// Saves a model with parameters that no initialization gives.
  private func save(_ model: Network.Model, classes: [String], channels: Int = 3) throws
    -> Parameters
  {
    let description = ModelDescription(
      model: model, size: 32, channels: channels, classNames: classes)
    let parameters = try Parameters(description.network().parameters)
    for slot in parameters.layout.slots {
      for index in slot.range { parameters.values.elements[index] = Float(index % 97) + 1 }
    }
    try ModelFile.save(parameters, description, to: run.path("trained.safetensors"))
    return parameters
  }

  @Test func otherNumberOfClassesGetsANewHead() throws {
    let trained = try save(.ninSmall, classes: ["a", "b", "c"])
    let trainer = try run.trainer("run")
    let begun = trainer.parameters
    let fresh = try Parameters(begun.layout)
    run.recipe.initialization.fill(
      fresh.values.elements, layout: fresh.layout, seed: run.recipe.seed)
    let head: Set = ["net.4.4.weight", "net.4.4.bias"]
    for (old, new) in zip(trained.layout.slots, begun.layout.slots) {
      let expected =
        head.contains(new.name)
        ? fresh.values.elements[new.range] : trained.values.elements[old.range]
      #expect(Array(begun.values.elements[new.range]) == Array(expected), "\(new.name)")
    }
    let summary = try #require(trainer.startingWeights)
    #expect(
      summary.hasSuffix("of 3 classes; for 10 these start anew: net.4.4.weight, net.4.4.bias"))
  }

  @Test func sameNumberOfOtherClassesKeepsAll() throws {
    let trained = try save(.ninSmall, classes: (0..<10).map { "thing \($0)" })
    let trainer = try run.trainer("run")
    #expect(Array(trainer.parameters.values.elements) == Array(trained.values.elements))
    #expect(try #require(trainer.startingWeights).contains("of other classes: thing 0, thing 1"))
  }

  @Test func sameClassesNeedNoWord() throws {
    _ = try save(.ninSmall, classes: DrawnShapes.classNames)
    #expect(try run.trainer("run").startingWeights == run.recipe.weights)
  }

  @Test func greyImagesDoNotFitColours() throws {
    _ = try save(.ninSmall, classes: ["a", "b"], channels: 1)
    #expect {
      try run.trainer("run")
    } throws: {
      if case TrainingError.channels(_, found: 1, expected: 3) = $0 { true } else { false }
    }
  }

  @Test(arguments: [["a", "b"], DrawnShapes.classNames])
  func anotherModelIsRefused(_ classes: [String]) throws {
    _ = try save(.ninCIFAR10, classes: classes)
    #expect(throws: CheckpointError.self) { try run.trainer("run") }
  }

  @Test func aRunStandsForItsBestModel() throws {
    run.recipe.weights = nil
    _ = try run.trainer("first").run(events: { _ in })
    run.recipe.weights = run.path("first")
    let second = try run.trainer("second")
    #expect(second.startingWeights == run.path("first/weights/best.safetensors"))
  }
}
