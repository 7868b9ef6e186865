import Dispatch
import NINPictures

extension Classifier {
  /// The `top` likeliest classes, the likeliest first.
  /// - Parameters:
  ///   - picture: of any size.
  ///   - top: how many classes.
  /// - Throws: `CancellationError` when the task is cancelled before the picture's turn; else as the
  ///   other `classify` does.
  public func classify(_ picture: Picture, top: Int = 5) async throws -> [Prediction] {
    try await classify([picture], top: top)[0]
  }

  /// The likeliest classes of each picture, however many there are. Many tasks may ask at once: each
  /// prepares its pictures on its own thread, and the passes of the network follow one another.
  /// - Parameters:
  ///   - pictures: of any size.
  ///   - top: how many classes of each.
  /// - Throws: `CancellationError` when the task is cancelled before its turn; else as the other
  ///   `classify` does.
  public func classify(_ pictures: [Picture], top: Int = 5) async throws -> [[Prediction]] {
    let prepared = try pictures.map { picture in
      try Task.checkCancellation()
      return try prepare(picture)
    }
    return try await turns.run { try self.classify(prepared: prepared, top: top) }
  }
}

/// Tasks that wait for each other on a queue of their own: the passes of a network are long, and a
/// thread of the tasks' usual executor should not be held by them.
actor Turns {
  private let executor = QueueExecutor()

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// - Throws: `CancellationError` when the task was cancelled before its turn; what `body` throws.
  func run<Value: Sendable>(_ body: @Sendable () throws -> Value) throws -> Value {
    try Task.checkCancellation()
    return try body()
  }
}

private final class QueueExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "nin.classifier")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
