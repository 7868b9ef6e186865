import Dispatch
import Foundation
import Synchronization

/// Waits for Ctrl-C, `kill`, a terminal that closes, or the early warning of a job scheduler
/// (SIGUSR1). The first signal asks the command to stop, a later one ends the process at once.
final class InterruptMonitor {
  private final class Received: Sendable {
    let signal = Atomic<Int32>(0)
    /// The time of the signal, in nanoseconds of a monotonic clock.
    let time = Atomic<UInt64>(0)

    /// Whether the first signal was longer ago than the grace.
    var isOld: Bool {
      let time = self.time.load(ordering: .sequentiallyConsistent)
      return time > 0 && DispatchTime.now().uptimeNanoseconds > time + InterruptMonitor.grace
    }
  }

  /// For so long a step that ranks share may continue after a signal: `mpirun` kills the ranks after
  /// about a second, and the run must be saved before that. More signals within this time count as
  /// one, such as those of a key that was pressed twice.
  private static let grace: UInt64 = 200_000_000

  private let received = Received()
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameter onFirst: called on a background queue.
  init(onFirst: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM, SIGHUP, SIGUSR1] {
      let former = signal(number, SIG_IGN)
      // Under nohup the terminal may close without stopping the run.
      if number == SIGHUP && Self.isIgnored(former) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [received] in
        let (isFirst, _) = received.signal.compareExchange(
          expected: 0, desired: number, ordering: .sequentiallyConsistent)
        guard isFirst else {
          if received.isOld { _exit(128 + number) }
          return
        }
        received.time.store(DispatchTime.now().uptimeNanoseconds, ordering: .sequentiallyConsistent)
        onFirst()
      }
      source.resume()
      sources.append(source)
    }
  }

  /// The signal that asked to stop, or nil.
  var signalNumber: Int32? {
    let number = received.signal.load(ordering: .sequentiallyConsistent)
    return number == 0 ? nil : number
  }

  /// Whether the signal is so old that the current step should not be finished.
  var isUrgent: Bool { received.isOld }

  /// The exit code for that signal.
  var exitCode: ExitCode { signalNumber.flatMap { ExitCode(rawValue: 128 + $0) } ?? .interrupted }

  private static func isIgnored(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
