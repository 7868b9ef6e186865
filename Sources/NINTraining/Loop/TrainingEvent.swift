/// What happens during a training.
public enum TrainingEvent: Sendable {
  /// A step is complete. `imagesLeft` is the number of images until the end of the run; three
  /// images to measure on, which need a forward pass only, count as one.
  case step(StepMetrics, batch: Int, of: Int, imagesLeft: Int)
  /// A batch has been measured.
  case evaluating(batch: Int, of: Int)
  /// An epoch is complete. `best` are the results of the best model so far on the measured set,
  /// which may be from an earlier epoch.
  case epoch(EpochMetrics, best: Evaluation, of: Int)
  /// The run continues and already has a best model.
  case resumed(best: Evaluation)
  /// A file of a resumed run did not agree with its state and has been written again.
  case repaired(path: String)
  /// The results on the test set of the best model, which the validation set has chosen.
  case tested(Evaluation)
  /// The state has been saved.
  case checkpoint(path: String)
  /// The user should know something.
  case warning(TrainingWarning)
}

/// How a run ended.
public enum TrainingOutcome: Hashable, Sendable {
  /// All epochs are complete.
  case finished
  /// The last `Recipe.patience` epochs have not improved the accuracy.
  case stoppedEarly
  /// `Recipe.maximumSteps` steps are complete.
  case reachedMaximumSteps
  /// The caller stopped it; the state is saved.
  case stopped
}
