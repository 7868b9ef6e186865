import Foundation
import Synchronization

/// Runs the passes of tasks one after another on a separate thread, because a pass is long and must
/// not block a thread of the tasks' default executor.
actor Turns {
  private let executor = ThreadExecutor()

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// - Throws: `CancellationError` when the task was cancelled before `body` ran; the errors of
  ///   `body`.
  func run<Value: Sendable>(_ body: @Sendable () throws -> Value) throws -> Value {
    try Task.checkCancellation()
    return try body()
  }
}

/// One thread for all jobs, which starts with the first of them and ends with the executor.
///
/// OpenMP keeps a team of threads for each thread that calls it. A queue would call it from many
/// threads.
private final class ThreadExecutor: SerialExecutor {
  private let jobs = Jobs()

  deinit { jobs.close() }

  func enqueue(_ job: consuming ExecutorJob) {
    jobs.add(UnownedJob(job), for: asUnownedSerialExecutor())
  }
}

/// The jobs of the thread, which has a reference to them, but not to the executor.
private final class Jobs: Sendable {
  private struct State {
    var waiting: ArraySlice<(UnownedJob, UnownedSerialExecutor)> = []
    var hasThread = false
  }

  private let state = Mutex(State())
  /// Signalled once per job, and once at the end.
  private let arrivals = DispatchSemaphore(value: 0)

  func add(_ job: UnownedJob, for executor: UnownedSerialExecutor) {
    let needsThread = state.withLock { state in
      state.waiting.append((job, executor))
      defer { state.hasThread = true }
      return !state.hasThread
    }
    if needsThread { start() }
    arrivals.signal()
  }

  func close() { arrivals.signal() }

  private func start() {
    let thread = Thread {
      while true {
        self.arrivals.wait()
        guard let (job, executor) = self.state.withLock({ $0.waiting.popFirst() }) else { return }
        job.runSynchronously(on: executor)
      }
    }
    thread.name = "classifier"
    thread.stackSize = 8 << 20
    thread.start()
  }
}
