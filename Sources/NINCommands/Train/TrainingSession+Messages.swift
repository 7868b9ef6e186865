import Foundation
import NINKernels
import NINReports
import NINTraining

extension TrainingSession {
  /// Prints on standard error what is trained, and on which machine.
  /// - Parameter namesImages: whether the user has said which images to train on.
  func introduce(_ environment: RunEnvironment, namesImages: Bool) {
    let (recipe, network) = (trainer.recipe, trainer.network)
    if recipe.dataset == .shapes && !namesImages {
      console.note(
        "CIFAR-10 was not found: training on the built-in images. For CIFAR-10, run "
          + "'nin data fetch cifar10' or name its folder with --data-dir.")
    }
    console.note("Machine: \(environment.summary)")
    console.note(
      "Model:   \(recipe.model.name), \(network.parameters.parameterCount) parameters, "
        + "\(network.input.height)x\(network.input.width) images, "
        + "\(trainer.memoryBytes >> 20) MB to train")
    let validation = dataset.validation.map { "\($0.count) to validate, " } ?? ""
    console.note(
      "Data:    \(dataset.name), \(dataset.train.count) to train on, "
        + "\(validation)\(dataset.test.count) to test")
    console.note(
      "Run:     \(trainer.folder.path), recipe \(recipe.name), \(recipe.epochs.of("epoch")) of "
        + trainer.stepsPerEpoch.of("step"))
    if communicator.size > 1 {
      let hosts = Set(communicator.hosts).sorted().joined(separator: ", ")
      console.note(
        "Ranks:   \(communicator.size) on \(hosts); batches are cut into "
          + "--shards \(recipe.shards ?? 1), which gives the same results on any number of ranks")
    }
    if let usual = recipe.rateBatchSize {
      console.note(
        "Rate:    \(recipe.baseRate), from \(recipe.optimizer.learningRate) for batches of \(usual)"
      )
    }
    if let weights = trainer.startingWeights { console.note("Weights: \(weights.text)") }
    if trainer.state.step > 0 { console.note("Resumed: after step \(trainer.state.step)") }
    console.note(dataset)
  }

  /// Warns that a resumed run changes its instruction set.
  /// - Parameter former: the instruction set of the run so far.
  func warn(of former: ISA) {
    console.note(
      "Warning: the run has used \(former) so far; with \(trainer.recipe.isa) its results differ "
        + "by rounding from those of a run that uses only one of the two.")
  }

  /// Prints on standard error how the run ended and what to do next.
  func report(_ outcome: TrainingOutcome) {
    let (folder, step) = (trainer.folder, trainer.state.step)
    if !deadClasses.isEmpty && [.finished, .stoppedEarly].contains(outcome) {
      return console.note(died)
    }
    switch outcome {
    case .finished where step == firstStep:
      let epochs = trainer.recipe.epochs
      console.note(
        "Nothing to do: \(epochs == 1 ? "the one epoch is" : "all \(epochs) epochs are") done; "
          + best)
      console.note(
        "Next: nin train --resume \(folder.path) --epochs N with more epochs, or "
          + "nin eval \(folder.path)")
    case .finished:
      console.note("Done: \(best)")
      console.note("Next: open \(folder.path)/report.html; nin eval \(folder.path)")
    case .stoppedEarly:
      console.note(
        "Done after epoch \(trainer.state.epoch): \((trainer.recipe.patience ?? 0).of("epoch")) "
          + "without a better accuracy; \(best)")
      console.note(
        "Next: open \(folder.path)/report.html; nin eval \(folder.path), or --resume it with a "
          + "larger --patience")
    case .reachedMaximumSteps:
      console.note("Stopped after \(step.of("step")), as asked; model \(folder.lastPath)")
    case .stopped:
      console.note("Saved after step \(step). To continue: nin train --resume \(folder.path)")
    }
  }

  /// The last line of a run with dead outputs: its accuracy alone would be misleading.
  private var died: String {
    let names = deadClasses.prefix(3).joined(separator: ", ") + (deadClasses.count > 3 ? ", …" : "")
    let count = trainer.network.classes.of("class output")
    return "Done, but \(deadClasses.count) of \(count) died: they are zero for every "
      + "\(trainer.measuredSet) image, so the model never predicts \(names). Train again with "
      + "--init lsuv, a lower --lr or --warm-up 1. The \(best)"
  }

  private var best: String {
    let accuracy = trainer.state.bestAccuracy.map { String(format: "%.4f", $0) } ?? "unknown"
    return "best \(trainer.measuredSet) accuracy \(accuracy), model \(trainer.folder.bestPath)"
  }
}

extension StartingWeights {
  /// What was done, in a line.
  fileprivate var text: String {
    guard !replaced.isEmpty else { return path }
    return "\(path), of \(formerClasses == classes ? "other" : "\(formerClasses)") classes; "
      + "initialized again for \(classes) classes: \(replaced.joined(separator: ", "))"
  }
}
