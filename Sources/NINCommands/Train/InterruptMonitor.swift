import Dispatch
import Foundation
import Synchronization

/// Ctrl-C, `kill`, a terminal that closes and the early warning of a job scheduler (SIGUSR1): the
/// first signal asks the run to stop, the second ends the process at once.
final class InterruptMonitor {
  private final class Received: Sendable {
    let signal = Atomic<Int32>(0)
    /// When, in nanoseconds of the clock that only runs forward.
    let time = Atomic<UInt64>(0)
  }

  /// How long a step that ranks share may go on after a signal: `mpirun` kills them after about a
  /// second, and the run must be saved before.
  private static let grace: UInt64 = 200_000_000

  private let received = Received()
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameter onFirst: called on a background queue.
  init(onFirst: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM, SIGHUP, SIGUSR1] {
      let former = signal(number, SIG_IGN)
      // Under nohup a terminal may close.
      if number == SIGHUP && Self.isIgnored(former) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [received] in
        let (isFirst, _) = received.signal.compareExchange(
          expected: 0, desired: number, ordering: .sequentiallyConsistent)
        guard isFirst else { _exit(128 + number) }
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

  /// Whether the signal has come so long ago that no step should be waited for.
  var isUrgent: Bool {
    let time = received.time.load(ordering: .sequentiallyConsistent)
    return time > 0 && DispatchTime.now().uptimeNanoseconds > time + Self.grace
  }

  /// The exit code of a process that has stopped for that signal.
  var exitCode: ExitCode { signalNumber.flatMap { ExitCode(rawValue: 128 + $0) } ?? .interrupted }

  private static func isIgnored(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
