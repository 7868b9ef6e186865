import Foundation
import Synchronization

/// Tasks that wait for each other on a thread of their own: the passes of a network are long, and a
/// thread of the tasks' usual executor should not be held by them.
actor Turns {
  private let executor = ThreadExecutor()

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// - Throws: `CancellationError` when the task was cancelled before its turn; what `body` throws.
  func run<Value: Sendable>(_ body: @Sendable () throws -> Value) throws -> Value {
    try Task.checkCancellation()
    return try body()
  }
}

/// One thread for all jobs, which begins with the first of them and ends with the executor.
///
/// OpenMP keeps a team of threads for each thread that it is called from. A queue would call it from
/// many.
private final class ThreadExecutor: SerialExecutor {
  private let jobs = Jobs()

  deinit { jobs.close() }

  func enqueue(_ job: consuming ExecutorJob) {
    jobs.add(UnownedJob(job), for: asUnownedSerialExecutor())
  }
}

/// What the thread has to do; it holds this and not the executor.
private final class Jobs: Sendable {
  private struct State {
    var waiting: ArraySlice<(UnownedJob, UnownedSerialExecutor)> = []
    var hasThread = false
  }

  private let state = Mutex(State())
  /// Counts jobs, and the end as one more.
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
