import Foundation
import NINCheckpoints
import NINDatasets
import NINModels
import NINPlans

extension Dataset {
  /// The images that a model is measured on after each epoch: the validation set, or the test set
  /// without one.
  public var measured: any ImageSource { validation ?? test }

  var measuredSet: EpochMetrics.MeasuredSet { validation == nil ? .test : .validation }
}

extension Trainer {
  /// The set by which the best model is chosen.
  public var measuredSet: EpochMetrics.MeasuredSet { dataset.measuredSet }

  /// Whether the last `Recipe.patience` epochs have not improved the accuracy.
  var hasLostPatience: Bool {
    guard let patience = recipe.patience, let best = state.bestEpoch else { return false }
    return state.epoch - best >= patience
  }

  /// Measures the best model on the test set, which was not used to choose it.
  /// - Returns: false when stopped.
  func testBest(_ events: (TrainingEvent) -> Void, _ shouldStop: () -> Bool) throws -> Bool {
    guard let best else { return true }
    let evaluator = try Evaluator(
      network, parameters: best.parameters(of: network), images: dataset.test,
      batchSize: recipe.batchSize, chunk: recipe.chunk, math: recipe.math,
      preprocessing: engine.preprocessing, sharingMemoryOf: engine.plan,
      communicator: communicator, context: engine.plan.context)
    guard let evaluation = try evaluate(with: evaluator, events, shouldStop) else { return false }
    if log != nil { try evaluation.saveJSON(to: folder.testPath) }
    events(.tested(evaluation))
    return true
  }
}
