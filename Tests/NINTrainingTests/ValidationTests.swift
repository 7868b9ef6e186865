import Foundation
import NINDatasets
import NINKernels
import NINModels
import Testing

@testable import NINTraining

/// Runs that choose their best model by a validation set, and runs that end early.
@Suite struct ValidationTests {
  private func dataset(of small: SmallRun, validation: Int?) throws -> Dataset {
    try validation.map {
      try small.dataset.splittingOff(validation: $0, seed: small.recipe.seed)
    } ?? small.dataset
  }

  @Test func testSetIsMeasuredOnceWithTheBestModel() throws {
    let small = try SmallRun()
    let trainer = try small.trainer("run", dataset: dataset(of: small, validation: 20))
    var (epochs, tests): ([EpochMetrics], [Evaluation]) = ([], [])
    let outcome = try trainer.run(events: { event in
      switch event {
      case .epoch(let metrics, _, _): epochs.append(metrics)
      case .tested(let evaluation): tests.append(evaluation)
      default: break
      }
    })
    #expect(outcome == .finished && epochs.count == 2 && tests.count == 1)
    #expect(epochs.allSatisfy { $0.set == .validation && ($0.accuracy * 20).isWhole })
    #expect(tests[0].classCounts.reduce(0, +) == 30)
    let results = try String(contentsOfFile: trainer.folder.resultsPath, encoding: .utf8)
    #expect(
      results.hasPrefix("epoch,step,train_loss,val_loss,val_accuracy,val_top5,living_outputs"))
    let saved = try Data(contentsOf: URL(fileURLWithPath: trainer.folder.testPath))
    #expect(try JSONDecoder().decode(Evaluation.self, from: saved) == tests[0])

    #expect(trainer.best?.evaluation.top1 == epochs.map(\.accuracy).max())
    let (_, best) = try ModelFile.load(trainer.folder.bestPath)
    let evaluator = try Evaluator(
      trainer.network, parameters: best, images: small.dataset.test, batchSize: 16,
      preprocessing: .init(normalization: small.recipe.normalization),
      context: ExecutionContext(threads: 1))
    #expect(try evaluator.run()?.top1 == tests[0].top1)
  }

  @Test func withoutOneTheTestSetIsMeasuredEachEpoch() throws {
    let small = try SmallRun()
    let trainer = try small.trainer("run")
    let outcome = try trainer.run(events: { event in
      if case .epoch(let metrics, _, _) = event { #expect(metrics.set == .test) }
      if case .tested = event { Issue.record("tested at the end") }
    })
    #expect(outcome == .finished)
    #expect(!FileManager.default.fileExists(atPath: trainer.folder.testPath))
  }

  /// With a learning rate of nearly zero, the accuracy of the first epoch is never exceeded.
  @Test(arguments: [nil, 20])
  func aRunThatDoesNotGainEnds(_ validation: Int?) throws {
    let small = try SmallRun()
    small.recipe.optimizer.learningRate = 1e-20
    small.recipe.epochs = 9
    small.recipe.patience = 3
    let dataset = try dataset(of: small, validation: validation)
    func end(_ name: String, resume: Bool = false) throws -> RunState {
      let trainer = try small.trainer(name, resume: resume, dataset: dataset)
      #expect(try trainer.run(events: { _ in }) == .stoppedEarly)
      return trainer.state
    }
    let straight = try end("straight")
    #expect(straight.epoch == 4 && straight.bestEpoch == 1)

    _ = try small.stopped("stopped", dataset: dataset) { asked in asked == 7 }
    #expect(try end("stopped", resume: true) == straight)

    small.recipe.patience = 5
    #expect(try end("stopped", resume: true).epoch == 6)
  }
}

extension Double {
  fileprivate var isWhole: Bool { abs(self - rounded()) < 1e-9 }
}
