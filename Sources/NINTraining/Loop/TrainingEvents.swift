import Foundation
import Synchronization

/// Runs a training on its own thread, as an asynchronous sequence of its events:
///
///     let training = TrainingEvents(of: trainer)
///     for try await event in training {
///       if case .epoch(let metrics, _, _) = event { print(metrics.epoch, metrics.accuracy) }
///     }
///     print(try await training.outcome)
///
/// The training starts at once. Events are stored until a loop reads them; only one loop can. When
/// the task of the loop is cancelled, when `stop()` is called, or when the sequence is released,
/// the training ends after the current step and is saved; `outcome` waits for that.
public final class TrainingEvents: AsyncSequence, Sendable {
  private let stream: AsyncThrowingStream<TrainingEvent, any Error>
  private let worker: Worker
  private let end: Task<TrainingOutcome, any Error>

  /// - Parameter trainer: the trainer; nothing else may use it during the training.
  public init(of trainer: sending Trainer) {
    let worker = Worker(trainer)
    let (stream, events) = AsyncThrowingStream.makeStream(of: TrainingEvent.self)
    events.onTermination = { if case .cancelled = $0 { worker.stop() } }
    (self.stream, self.worker) = (stream, worker)
    end = Task.detached { try await worker.run(events) }
  }

  /// Ends the training after the current step. Its last events still follow.
  public func stop() { worker.stop() }

  /// How the training ended. Waits for its end.
  /// - Throws: the errors of `Trainer.run`.
  public var outcome: TrainingOutcome {
    get async throws {
      defer { withExtendedLifetime(self) {} }
      return try await end.value
    }
  }

  /// - Returns: the events; the iterator throws the errors of `Trainer.run`.
  public func makeAsyncIterator() -> AsyncThrowingStream<TrainingEvent, any Error>.Iterator {
    stream.makeAsyncIterator()
  }
}

/// The thread of a training.
private final class Worker: Sendable {
  /// Nil when the training has ended, so that its folder is not locked any more.
  private let trainer: Mutex<Trainer?>
  private let isStopped = Atomic(false)

  init(_ trainer: sending Trainer) {
    self.trainer = Mutex(trainer)
  }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  func run(
    _ events: AsyncThrowingStream<TrainingEvent, any Error>.Continuation
  ) async throws -> TrainingOutcome {
    try await withCheckedThrowingContinuation { outcome in
      let thread = Thread {
        let result = Result { try self.train(events) }
        outcome.resume(with: result)
        switch result {
        case .success: events.finish()
        case .failure(let error): events.finish(throwing: error)
        }
      }
      thread.name = "training"
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  private func train(
    _ events: AsyncThrowingStream<TrainingEvent, any Error>.Continuation
  ) throws -> TrainingOutcome {
    try trainer.withLock { trainer in
      defer { trainer = nil }
      let outcome = try trainer?.run(
        events: { events.yield($0) },
        shouldStop: { isStopped.load(ordering: .relaxed) })
      return outcome ?? .stopped
    }
  }
}
