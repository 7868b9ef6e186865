import Foundation
import Training

extension TrainingSession {
  /// Says on standard error what runs, on what.
  func introduce(_ environment: RunEnvironment) {
    let (recipe, network) = (trainer.recipe, trainer.network)
    console.note("Machine: \(environment.summary)")
    console.note(
      "Model:   \(recipe.model.rawValue), \(network.parameters.parameterCount) parameters, "
        + "\(network.input.height)x\(network.input.width) images, "
        + "\(trainer.memoryBytes >> 20) MB to train")
    console.note(
      "Data:    \(dataset.name), \(dataset.train.count) to train on, "
        + "\(dataset.test.count) to test")
    console.note(
      "Run:     \(trainer.folder.path), recipe \(recipe.name), \(recipe.epochs) epochs of "
        + "\(trainer.stepsPerEpoch) steps")
    if trainer.state.step > 0 { console.note("Resumed: after step \(trainer.state.step)") }
  }

  /// Says on standard error how the run ended and what to do next.
  func report(_ outcome: TrainingOutcome) {
    let (folder, step) = (trainer.folder, trainer.state.step)
    switch outcome {
    case .finished:
      let best = trainer.state.bestAccuracy.map { String(format: "%.4f", $0) } ?? "unknown"
      console.note("Done: best test accuracy \(best), model \(folder.bestPath)")
      console.note("Next: nin eval \(folder.path)")
    case .reachedMaximumSteps:
      console.note("Stopped after \(step) steps, as asked; model \(folder.lastPath)")
    case .stopped:
      console.note("Saved after step \(step). To go on: nin train --resume \(folder.path)")
    }
  }
}
