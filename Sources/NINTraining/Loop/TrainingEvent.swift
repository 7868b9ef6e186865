/// What a trainer tells its caller while it runs.
public enum TrainingEvent: Sendable {
  /// A step is done; `imagesLeft` to train on until the end of the run, where three images of a
  /// test set, which pass forward only, count as one.
  case step(StepMetrics, batch: Int, of: Int, imagesLeft: Int)
  case evaluating(batch: Int, of: Int)
  /// An epoch is done; `best` is what the best model so far, which is kept, makes of the measured
  /// set, and need not be of this epoch.
  case epoch(EpochMetrics, best: Evaluation, of: Int)
  /// A run goes on that has a best model already.
  case resumed(best: Evaluation)
  /// A file of a resumed run was not what the run's state says, and is now.
  case repaired(path: String)
  /// The best model's result on the test set, where a validation set has chosen it.
  case tested(Evaluation)
  case checkpoint(path: String)
  case warning(TrainingWarning)
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
