import NINCheckpoints
import NINDatasets
import Foundation
import NINModels
import NINPlans

extension Dataset {
  /// What a model is measured on after each epoch.
  public var measured: any ImageSource { validation ?? test }

  var measuredSet: EpochMetrics.MeasuredSet { validation == nil ? .test : .validation }
}

extension Trainer {
  /// The set that chooses the best model.
  public var measuredSet: EpochMetrics.MeasuredSet { dataset.measuredSet }

  /// Whether as many epochs as the recipe says have brought no better accuracy.
  var hasLostPatience: Bool {
    guard let patience = recipe.patience, let best = state.bestEpoch else { return false }
    return state.epoch - best >= patience
  }

  /// Measures the best model on the test set, which has had no part in choosing it.
  /// - Returns: false when stopped.
  func testBest(_ events: (TrainingEvent) -> Void, _ shouldStop: () -> Bool) throws -> Bool {
    guard let best else { return true }
    let parameters = try Parameters(network.parameters)
    _ = parameters.values.elements.update(fromContentsOf: best.values)
    let evaluator = try Evaluator(
      network, parameters: parameters, images: dataset.test, batchSize: recipe.batchSize,
      chunk: recipe.chunk, math: recipe.math, preprocessing: engine.preprocessing,
      sharingMemoryOf: engine.plan, communicator: communicator, context: engine.plan.context)
    guard
      let evaluation = try evaluator.run(
        isStrict: skipped.isStrict, onSkip: { events(.warning($0)) },
        onBatch: { events(.evaluating(batch: $0, of: $1)) }, shouldStop: shouldStop)
    else { return false }
    if log != nil { try evaluation.saveJSON(to: folder.testPath) }
    events(.tested(evaluation))
    return true
  }
}
