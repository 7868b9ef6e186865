/// What a trainer tells its caller while it runs.
public enum TrainingEvent: Sendable {
  /// A step is done; `secondsLeft` until the end of the run, evaluations not counted.
  case step(StepMetrics, batch: Int, of: Int, secondsLeft: Double)
  case evaluating(batch: Int, of: Int)
  case epoch(EpochMetrics, of: Int)
  case checkpoint(path: String)
  /// One line to show the user.
  case warning(String)
}

/// How a run ended.
public enum TrainingOutcome: Hashable, Sendable {
  case finished
  /// `Recipe.maximumSteps` are done.
  case reachedMaximumSteps
  /// The caller asked; the state is saved.
  case stopped
}
