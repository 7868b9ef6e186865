import Foundation
import NINCheckpoints
import NINDatasets
import NINKernels
import NINModels
import NINOptimizers
import NINPlans

extension Trainer {
  var description: ModelDescription {
    ModelDescription(
      network: recipe.model, size: recipe.size, channels: network.input.channels,
      classNames: dataset.train.classNames, preprocessing: engine.preprocessing,
      batchSize: recipe.batchSize)
  }

  /// Saves the run; only on the first rank. The state is written first, because the other files can
  /// be restored from it.
  func checkpoint(_ events: (TrainingEvent) -> Void) throws {
    guard try engine.plan.context.norm(engine.parameters.values).isFinite else {
      throw diverged(.parameter)
    }
    guard let log else { return }
    try log.synchronize()
    try Self.stateFile(state, best, engine).write(to: folder.statePath)
    for (path, file) in try modelFiles() where !Self.holds(path, file) {
      try AtomicFile.save(file, to: path)
    }
    lastCheckpoint = .now
    events(.checkpoint(path: folder.statePath))
  }

  /// Restores the files that do not agree with the state, wherever the former process ended, and
  /// reports them.
  func repair(_ events: (TrainingEvent) -> Void) throws {
    guard let log else { return }
    for (path, file) in try modelFiles() where !Self.holds(path, file) {
      try AtomicFile.save(file, to: path)
      events(.repaired(path: path))
    }
    if !log.missingEpochs.isEmpty {
      events(.warning(.missingEpochs(log.missingEpochs, path: folder.metricsPath)))
    }
    if let best { events(.resumed(best: best.evaluation)) }
  }

  /// The correct contents of the files of the newest and the best model.
  private func modelFiles() throws -> [(path: String, file: Data)] {
    var files = [(folder.lastPath, try ModelFile.encoded(engine.model, description))]
    if let best {
      files.append(
        (folder.bestPath, try ModelFile.encoded(best.parameters(of: network), description)))
    }
    return files
  }

  private static func holds(_ path: String, _ content: Data) -> Bool {
    FileManager.default.contents(atPath: path) == content
  }

  static func stateFile(
    _ state: RunState, _ best: BestModel?, _ engine: TrainingEngine
  ) -> StateFile {
    var values = engine.values.mapValues { Array($0) }
    for tensor in engine.preprocessing.whitening?.tensors ?? [] {
      values[tensor.name] = tensor.values
    }
    return StateFile(state: state, best: best, values: values)
  }

  static func load(
    _ folder: RunFolder, into engine: TrainingEngine, _ dataset: Dataset, _ recipe: Recipe
  ) throws -> (RunState, BestModel?) {
    let values = engine.values
    let file = try StateFile(
      contentsOf: folder.statePath, sizes: values.mapValues(\.count),
      stepsPerEpoch: stepsPerEpoch(dataset, recipe), images: dataset.measured)
    for (name, buffer) in values {
      if let saved = file.values[name] { _ = buffer.update(fromContentsOf: saved) }
    }
    engine.resume(afterSteps: file.state.step)
    return (file.state, file.best)
  }

  func requireFinite(
    _ loss: Double, _ what: TrainingError.Divergence
  ) throws(TrainingError) {
    guard loss.isFinite else { throw diverged(what) }
  }

  private func diverged(_ what: TrainingError.Divergence) -> TrainingError {
    .diverged(what, epoch: state.epoch + 1, step: state.step + 1, folder: folder.path)
  }
}
