import Foundation
import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINPictures
import NINPlans
import NINTraining
import Testing

@testable import NINInference

/// A model with random weights, and the built-in images as pictures.
struct SmallModel {
  let description: ModelDescription
  let parameters: Parameters
  let images: any ImageSource
  let pictures: [Picture]

  init(_ model: Network.Model = .ninSmall, size: Int = 32) throws {
    let images = try DrawnShapes.load(trainCount: 10, testCount: 30).test
    self.images = images
    pictures = try images.labels.indices.map { try images.picture($0) }
    description = ModelDescription(
      model: model, size: size, channels: 3, classNames: images.classNames,
      preprocessing: .init(
        normalization: .init(mean: [0.5, 0.4, 0.3], deviation: [0.25, 0.3, 0.35])))
    let network = try description.network()
    parameters = try Parameters(network, initialization: .kaiming, seed: 5)
  }

  func classifier(threads: Int = 2, chunk: Int? = nil) throws -> Classifier {
    try Classifier(
      description, parameters, chunk: chunk, context: ExecutionContext(threads: threads))
  }
}

@Suite struct ClassifierTests {
  /// Preparation and network are the same as in `nin eval`, so the predictions agree.
  @Test(arguments: [32, 40])
  func agreesWithEvaluation(_ size: Int) throws {
    let model = try SmallModel(size: size)
    let evaluation = try #require(
      try Evaluator(
        model.description.network(), parameters: model.parameters, images: model.images,
        batchSize: 30, preprocessing: model.description.preprocessing,
        context: ExecutionContext(threads: 1)
      ).run())
    let predictions = try model.classifier().classify(model.pictures, top: 10)
    let labels = model.images.labels.map(Int.init)
    let right = zip(predictions, labels).count { $0[0].label == $1 }
    #expect(evaluation.top1 == Double(right) / 30)
    let losses = zip(predictions, labels).map { predictions, label in
      -log(predictions.first { $0.label == label }?.probability ?? 0)
    }
    #expect(abs(losses.reduce(0, +) / 30 - evaluation.loss) < 1e-6)
  }

  /// There are no shares and colours for such outputs.
  @Test(arguments: [Float.nan, .infinity, 3e38, 1e30])
  func outputsWithoutMeaningAreAnError(_ value: Float) throws {
    let model = try SmallModel()
    for index in model.parameters.values.elements.indices {
      model.parameters.values.elements[index] = value
    }
    let classifier = try model.classifier()
    #expect(throws: ModelOutputError.self) { try classifier.classify(model.pictures[0]) }
    #expect(throws: ModelOutputError.self) {
      _ = try ConfidenceSheet(model.pictures[0], by: classifier, top: 3).figure
    }
  }

  @Test func neitherBatchNorThreadsMatter() throws {
    let model = try SmallModel()
    let together = try model.classifier().classify(model.pictures, top: 3)
    let other = try model.classifier(threads: 1, chunk: 3)
    #expect(try other.classify(model.pictures, top: 3) == together)
    #expect(try model.pictures.map { try other.classify($0, top: 3) } == together)
    #expect(try other.classify([Picture]()).isEmpty)
  }

  @Test func sharedBetweenThreads() throws {
    let model = try SmallModel()
    let (classifier, pictures) = (try model.classifier(), model.pictures)
    let expected = try classifier.classify(pictures)
    DispatchQueue.concurrentPerform(iterations: pictures.count) { index in
      let prediction = try? classifier.classify(pictures[index])
      #expect(prediction == expected[index])
    }
  }

  @Test func predictionsAreOrderedAndSumToOne() throws {
    let model = try SmallModel()
    for predictions in try model.classifier().classify(model.pictures, top: 100) {
      #expect(predictions.count == 10)
      #expect(predictions.map(\.probability) == predictions.map(\.probability).sorted(by: >))
      #expect(abs(predictions.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
      for prediction in predictions {
        #expect(prediction.name == model.description.classNames[prediction.label])
      }
    }
  }

  @Test func hugeLogitsAndTies() {
    let best = Prediction.best(3, of: [1e30, -1e30, 1e30, 0], ["a", "b", "c", "d"])
    #expect(best.map(\.name) == ["a", "c", "d"])
    #expect(best.map(\.probability) == [0.5, 0.5, 0])
  }

  @Test func greyAndColoursAreConverted() throws {
    let model = try SmallModel()
    let grey = model.pictures[0].converted(channels: 1)
    let classifier = try model.classifier()
    #expect(try classifier.classify(grey) == classifier.classify(grey.converted(channels: 3)))
  }

  /// The logits are the means of the maps (Lin et al. 2013, section 3.2).
  @Test(arguments: [Network.Model.ninSmall, .ninCIFAR10])
  func mapsAverageToLogits(_ name: Network.Model) throws {
    let model = try SmallModel(name)
    let classifier = try model.classifier()
    let picture = model.pictures[3]
    let maps = try classifier.maps(of: picture)
    #expect((maps.height, maps.width, maps.classes) == (8, 8, 10))
    let logits = try classifier.logits([try classifier.prepare(picture)])[0]
    let largest = maps.values.reduce(0) { max($0, abs($1)) }
    for (label, logit) in logits.enumerated() {
      let mean = maps.map(of: label).reduce(0) { $0 + Double($1) } / 64
      #expect(abs(mean - Double(logit)) <= 64 * Double(Float.ulpOfOne * largest))
    }
  }
}
