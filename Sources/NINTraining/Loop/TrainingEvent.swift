/// What a trainer tells its caller while it runs.
public enum TrainingEvent: Sendable {
  /// A step is done; `imagesLeft` to train on until the end of the run, where three images of a
  /// test set, which pass forward only, count as one.
  case step(StepMetrics, batch: Int, of: Int, imagesLeft: Int)
  case evaluating(batch: Int, of: Int)
  case epoch(EpochMetrics, Evaluation, of: Int)
  /// The best model's result on the test set, where a validation set has chosen it.
  case tested(Evaluation)
  case checkpoint(path: String)
  /// One line to show the user.
  case warning(String)
}

/// How a run ended.
public enum TrainingOutcome: Hashable, Sendable {
  case finished
  /// `Recipe.patience` epochs have brought no better accuracy.
  case stoppedEarly
  /// `Recipe.maximumSteps` are done.
  case reachedMaximumSteps
  /// The caller asked; the state is saved.
  case stopped
}
