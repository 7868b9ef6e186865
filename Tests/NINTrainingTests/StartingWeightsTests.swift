import Foundation
import NINCheckpoints
import NINDatasets
import NINModels
import NINModules
import NINPlans
import Testing

@testable import NINTraining

/// The parameters of a trained model at the start of another training.
@Suite struct StartingWeightsTests {
  private let run: SmallRun

  init() throws {
    run = try SmallRun()
    try FileManager.default.createDirectory(at: run.folder, withIntermediateDirectories: true)
    run.recipe.weights = run.path("trained.safetensors")
  }

  /// Saves a model with parameters that no initialization produces.
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
    let weights = try #require(trainer.startingWeights)
    #expect((weights.formerClasses, weights.classes) == (3, 10))
    #expect(weights.replaced == ["net.4.4.weight", "net.4.4.bias"])
  }

  @Test func sameNumberOfOtherClassesGetsANewHead() throws {
    let trained = try save(.ninSmall, classes: (0..<10).map { "thing \($0)" })
    let trainer = try run.trainer("run")
    for slot in trained.layout.slots {
      let isSame = trainer.parameters.values.elements[slot.range]
        .elementsEqual(trained.values.elements[slot.range])
      #expect(isSame == !slot.name.hasPrefix("net.4.4."), "\(slot.name)")
    }
    let weights = try #require(trainer.startingWeights)
    #expect((weights.formerClasses, weights.classes) == (10, 10))
    #expect(weights.replaced == ["net.4.4.weight", "net.4.4.bias"])
  }

  /// An imported model without class names may have these classes.
  @Test func classesWithoutNamesKeepTheirHead() throws {
    let trained = try save(.ninSmall, classes: (0..<10).map { "class \($0)" })
    let trainer = try run.trainer("run")
    #expect(Array(trainer.parameters.values.elements) == Array(trained.values.elements))
    #expect(trainer.startingWeights?.path == run.recipe.weights)
    #expect(trainer.startingWeights?.replaced == [])
  }

  /// Two networks of one's own can have the same name.
  @Test(arguments: [16, 64]) func otherShapesOfThatNameAreRefused(_ width: Int) throws {
    func network(_ width: Int) -> NetworkDescription {
      NetworkDescription(
        name: "mine", size: 32, channels: 3,
        layers: [
          .conv2d(Conv2d(inputChannels: 3, outputChannels: width, kernelSize: 3)), .relu,
          .conv2d(Conv2d(inputChannels: width, outputChannels: 10, kernelSize: 1)),
          .globalAveragePool2d, .flatten,
        ])
    }
    let description = ModelDescription(
      network: .own(network(width)), size: 32, channels: 3, classNames: DrawnShapes.classNames)
    let parameters = try Parameters(description.network().parameters)
    try ModelFile.save(parameters, description, to: run.path("trained.safetensors"))
    run.recipe.model = .own(network(32))
    let error = #expect(throws: CheckpointError.self) { try run.trainer("run") }
    #expect(error?.description.contains("has other layers than 'mine'") == true)
  }

  @Test(arguments: [
    (Freezing.blocks(1), ["net.2", "net.4"]), (.blocks(2), ["net.4"]),
    (.allButHead, ["net.4.4"]),
  ])
  func whatIsFrozenStays(_ freezing: Freezing, _ trained: [String]) throws {
    let before = try save(.ninSmall, classes: DrawnShapes.classNames)
    for index in before.layout.slots.flatMap(\.range) { before.values.elements[index] = 0 }
    run.recipe.initialization.fill(
      before.values.elements, layout: before.layout, seed: 7)
    try ModelFile.save(
      before,
      ModelDescription(
        model: .ninSmall, size: 32, channels: 3, classNames: DrawnShapes.classNames),
      to: run.path("trained.safetensors"))
    run.recipe.frozen = freezing
    run.recipe.optimizer.weightDecay = 0.1
    let trainer = try run.trainer("run")
    _ = try trainer.run(events: { _ in })
    for slot in before.layout.slots {
      let isSame = trainer.parameters.values.elements[slot.range]
        .elementsEqual(before.values.elements[slot.range])
      #expect(isSame == !trained.contains { slot.name.hasPrefix($0) }, "\(slot.name)")
    }
  }

  @Test func somethingMustBeTrained() throws {
    _ = try save(.ninSmall, classes: DrawnShapes.classNames)
    run.recipe.frozen = .blocks(3)
    #expect(throws: FineTuningError.nothingToTrain(model: "nin-small", blocks: 3)) {
      try run.trainer("run")
    }
  }

  @Test(arguments: ["1", "12", "all-but-head", "0", "-1", "head", ""])
  func freezingIsWrittenAsOnTheCommandLine(_ text: String) throws {
    let freezing = Freezing(rawValue: text)
    #expect((freezing != nil) == ["1", "12", "all-but-head"].contains(text))
    #expect(freezing.map(\.rawValue) ?? text == text)
  }

  @Test func sameClassesNeedNoWord() throws {
    _ = try save(.ninSmall, classes: DrawnShapes.classNames)
    let weights = try #require(try run.trainer("run").startingWeights)
    #expect(weights.path == run.recipe.weights && weights.replaced.isEmpty)
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
    let error = #expect(throws: FineTuningError.self) { try run.trainer("run") }
    #expect(error?.description.contains("a model nin-cifar10 for images of 32x32") == true)
  }

  @Test func aRunStandsForItsBestModel() throws {
    run.recipe.weights = nil
    _ = try run.trainer("first").run(events: { _ in })
    run.recipe.weights = run.path("first")
    let second = try run.trainer("second")
    #expect(second.startingWeights?.path == run.path("first/weights/best.safetensors"))
  }
}
