import NINKernels
import NINModels
import NINOptimizers

extension Trainer {
  var description: ModelDescription {
    ModelDescription(
      model: recipe.model, size: recipe.size, channels: network.input.channels,
      classNames: dataset.train.classNames, normalization: recipe.normalization)
  }

  /// State first: it alone is enough to go on, whatever happens to the rest.
  func checkpoint(_ events: (TrainingEvent) -> Void) throws {
    guard try engine.plan.context.norm(engine.parameters.values).isFinite else {
      throw lost("a parameter is no longer finite")
    }
    try folder.saveState(state, engine)
    try ModelFile.save(engine.parameters, description, to: folder.lastPath)
    lastCheckpoint = .now
    events(.checkpoint(path: folder.statePath))
  }

  func requireFinite(_ loss: Double, _ name: String) throws(TrainingError) {
    guard loss.isFinite else {
      throw lost("the \(name) is \(loss.isNaN ? "not a number" : "infinite")")
    }
  }

  private func lost(_ what: String) -> TrainingError {
    TrainingError(
      "epoch \(state.epoch + 1), step \(state.step + 1): \(what); the last good checkpoint in "
        + "\(folder.path) is intact; try a lower --lr, --warm-up 1 or --clip 1")
  }
}
