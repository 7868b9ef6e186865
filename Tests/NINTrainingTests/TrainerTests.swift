import Foundation
import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINOptimizers
import NINPlans
import Testing

@testable import NINTraining

/// Runs of a few steps on a few images.
final class SmallRun {
  let folder: URL
  let dataset: Dataset
  var recipe: Recipe

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nin-training-\(UUID().uuidString)")
    dataset = try DrawnShapes.load(trainCount: 50, testCount: 30)
    recipe = Recipe(.quickstart)
    recipe.batchSize = 16
    recipe.epochs = 2
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// - Parameter dataset: nil for the common data set of these tests.
  func trainer(
    _ name: String, resume: Bool = false, threads: Int = 2, dataset: Dataset? = nil
  ) throws -> Trainer {
    let run =
      try resume ? RunFolder(existing: path(name)) : RunFolder(new: path(name), stem: "test")
    return try Trainer(
      recipe, dataset: dataset ?? self.dataset, folder: run, resume: resume,
      context: ExecutionContext(threads: threads))
  }

  /// The state of a new run that was stopped by `shouldStop`, which gets the number of its calls.
  func stopped(
    _ name: String, dataset: Dataset? = nil, shouldStop: (Int) -> Bool
  ) throws -> RunState {
    let trainer = try trainer(name, dataset: dataset)
    var asked = 0
    let outcome = try trainer.run(
      events: { _ in },
      shouldStop: {
        asked += 1
        return shouldStop(asked)
      })
    #expect(outcome == .stopped)
    return trainer.state
  }
}

@Suite struct TrainerTests {
  @Test func eventsTellOfStepsAndEpochs() throws {
    let small = try SmallRun()
    let trainer = try small.trainer("run")
    var (steps, left, epochs): ([Int], [Int], [EpochMetrics]) = ([], [], [])
    var losses: [Double] = []
    let outcome = try trainer.run(events: { event in
      switch event {
      case .step(let metrics, _, let count, let imagesLeft):
        #expect(count == 4)
        steps.append(metrics.step)
        losses.append(metrics.loss)
        left.append(imagesLeft)
      case .epoch(let metrics, _, let count):
        #expect(count == 2)
        epochs.append(metrics)
      default: break
      }
    })
    #expect(outcome == .finished)
    #expect(steps == Array(1...8))
    #expect(left == left.sorted(by: >))
    #expect(epochs.map(\.epoch) == [1, 2])
    // The mean of the batches' means; the last batch is smaller.
    #expect(epochs[0].trainLoss == losses[0..<4].reduce(0, +) / 4)
    let metrics = try String(contentsOfFile: trainer.folder.metricsPath, encoding: .utf8)
    #expect(metrics.split(separator: "\n").count == 10)
    let results = try String(contentsOfFile: trainer.folder.resultsPath, encoding: .utf8)
    #expect(results.split(separator: "\n").count == 3)
  }

  @Test func sizeOfChunksDoesNotChangeTheFirstLoss() throws {
    let small = try SmallRun()
    var losses: Set<Double> = []
    for chunk in [1, 5, 16] {
      small.recipe.chunk = chunk
      small.recipe.maximumSteps = 1
      let trainer = try small.trainer("chunk-\(chunk)")
      let outcome = try trainer.run(events: {
        if case .step(let metrics, _, _, _) = $0 { losses.insert(metrics.loss) }
      })
      #expect(outcome == .reachedMaximumSteps)
    }
    #expect(losses.count == 1)
  }

  /// A run of two epochs of four steps each.
  @Test(arguments: [(3, 0), (4, 1), (5, 1), (8, 2)])
  func aLimitOfStepsEndsNoEpochBeforeItsTest(_ steps: Int, _ tested: Int) throws {
    let small = try SmallRun()
    small.recipe.maximumSteps = steps
    var found = 0
    let outcome = try small.trainer("limited").run(events: {
      if case .epoch = $0 { found += 1 }
    })
    #expect(outcome == (steps == 8 ? .finished : .reachedMaximumSteps))
    #expect(found == tested)
  }

  /// Recipes whose state has additional parts, which a resumed run must restore.
  static let variants: [@Sendable (inout Recipe) -> Void] = [
    { _ in },
    {
      $0.averageDecay = 0.9
      $0.optimizer = OptimizerConfiguration(
        kind: .sgd, learningRate: 0.01, momentum: 0.9, weightDecay: 0.01)
      $0.optimizer.factors = ParameterFactors(biasRate: 2, biasDecay: 0, lastLayerRate: 0.1)
      $0.schedule.kind = .milestones
      $0.schedule.milestones = [0.5, 1.25]
      $0.augmentation = Augmentation(flips: true, cutout: 0.5, mixup: 0.4)
      $0.initialization = .lsuv
    },
    {
      $0.size = 8
      $0.normalization = nil
      $0.contrast = ContrastNormalization()
      $0.whiteningBias = 0.1
    },
  ]

  @Test(arguments: variants)
  func stopIsSavedAndResumed(_ change: @Sendable (inout Recipe) -> Void) throws {
    let small = try SmallRun()
    change(&small.recipe)
    let straight = try small.trainer("straight", threads: 1)
    #expect(try straight.run(events: { _ in }) == .finished)
    for stop in 1...9 {
      let name = "stopped-\(stop)"
      let state = try small.stopped(name) { asked in asked == stop }
      let second = try small.trainer(name, resume: true)
      #expect(second.state == state)
      #expect(try second.run(events: { _ in }) == .finished)
      #expect(
        Array(second.parameters.values.elements) == Array(straight.parameters.values.elements))
      #expect(second.state == straight.state)
      #expect(try model(second) == model(straight))
    }
  }

  private func model(_ trainer: Trainer) throws -> [Float] {
    let (_, parameters) = try ModelFile.load(trainer.folder.lastPath)
    return withExtendedLifetime(parameters) { Array(parameters.values.elements) }
  }

  /// The average is measured and saved; the parameters are trained without it.
  @Test func anAverageIsTheModel() throws {
    let small = try SmallRun()
    let plain = try small.trainer("plain")
    _ = try plain.run(events: { _ in })
    small.recipe.averageDecay = 0.9
    let averaged = try small.trainer("averaged")
    var measured: [Double] = []
    _ = try averaged.run(events: {
      if case .epoch(let metrics, _, _) = $0 { measured.append(metrics.loss) }
    })
    #expect(Array(averaged.parameters.values.elements) == Array(plain.parameters.values.elements))
    #expect(try model(averaged) != model(plain))
    let (_, saved) = try ModelFile.load(averaged.folder.lastPath)
    let evaluator = try Evaluator(
      averaged.network, parameters: saved, images: small.dataset.test, batchSize: 16,
      preprocessing: .init(normalization: small.recipe.normalization),
      context: ExecutionContext(threads: 1))
    #expect(try evaluator.run()?.loss == measured.last)
  }

  /// The first step of plain SGD is the gradient times the rate, so it shows the factors.
  @Test func factorsScaleTheFirstStep() throws {
    let small = try SmallRun()
    small.recipe.optimizer = OptimizerConfiguration(kind: .sgd, learningRate: 0.125)
    small.recipe.schedule = LearningRateSchedule()
    small.recipe.maximumSteps = 1
    let plain = try small.trainer("plain")
    let start = Array(plain.parameters.values.elements)
    _ = try plain.run(events: { _ in })
    small.recipe.optimizer.factors = ParameterFactors(biasRate: 2, lastLayerRate: 0.5)
    let scaled = try small.trainer("scaled")
    _ = try scaled.run(events: { _ in })
    let slots = plain.network.parameters.slots
    for slot in slots {
      let factor: Float = slots.suffix(2).contains(slot) ? 0.5 : slot.isWeight ? 1 : 2
      for index in slot.range {
        let gradient = plain.parameters.gradients.pointer[index]
        let expected = start[index] - 0.125 * factor * gradient
        #expect(
          abs(scaled.parameters.values.pointer[index] - expected) <= 1e-7 * (1 + abs(expected)))
      }
    }
  }

  @Test func factorsOfDecayAreThoseOfBiases() throws {
    let layout = try Network(.ninSmall).parameters
    let groups = ParameterFactors(biasDecay: 0).groups(of: layout)
    for (slot, group) in zip(layout.slots, groups) {
      #expect(group.range == slot.range && group.rateFactor == 1)
      #expect(group.decayFactor == (slot.isWeight ? 1 : 0), "\(slot.name)")
    }
  }

  @Test func deviationsAreOnePerLayerOrOneForAll() throws {
    let small = try SmallRun()
    small.recipe.initialization = .normal
    for count in [1, 2, 9] {
      small.recipe.weightDeviations = (1...count).map { Float($0) / 100 }
      let parameters = try Parameters(Network(.ninSmall).parameters)
      guard count != 2 else {
        #expect(throws: TrainingError.self) { try parameters.initialize(small.recipe) }
        continue
      }
      try parameters.initialize(small.recipe)
      for (layer, slot) in parameters.layout.slots.filter(\.isWeight).enumerated() {
        let squares = parameters.values.elements[slot.range].reduce(0) { $0 + $1 * $1 }
        let deviation = (squares / Float(slot.range.count)).squareRoot()
        let expected = Float(count == 1 ? 1 : layer + 1) / 100
        // Four standard errors of the deviation.
        let tolerance = 4 / (2 * Float(slot.range.count)).squareRoot()
        #expect(abs(deviation / expected - 1) < tolerance, "\(slot.name)")
      }
    }
  }

  @Test func modelFileKeepsEveryParameter() throws {
    let small = try SmallRun()
    let trainer = try small.trainer("run")
    _ = try trainer.run(events: { _ in })
    let (description, parameters) = try ModelFile.load(trainer.folder.lastPath)
    #expect(description.model == .ninSmall)
    #expect(description.classNames == DrawnShapes.classNames)
    #expect(description.normalization == small.recipe.normalization)
    #expect(Array(parameters.values.elements) == Array(trainer.parameters.values.elements))
  }

  @Test func folderOfARunIsNotTakenTwice() throws {
    let small = try SmallRun()
    _ = try small.trainer("run")
    #expect(throws: TrainingError.self) { try small.trainer("run") }
    #expect(throws: TrainingError.self) { try small.trainer("other", resume: true) }
  }
}
