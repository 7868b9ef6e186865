import Dispatch
import Foundation
import Synchronization

/// Ctrl-C, `kill` and a terminal that closes: the first signal asks the run to stop, the second ends
/// the process at once.
final class InterruptMonitor {
  private final class Received: Sendable {
    let signal = Atomic<Int32>(0)
  }

  private let received = Received()
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameter onFirst: called on a background queue.
  init(onFirst: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let former = signal(number, SIG_IGN)
      // Under nohup a terminal may close.
      if number == SIGHUP && Self.isIgnored(former) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [received] in
        let (isFirst, _) = received.signal.compareExchange(
          expected: 0, desired: number, ordering: .sequentiallyConsistent)
        if isFirst { onFirst() } else { _exit(128 + number) }
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

  /// The exit code of a process that has stopped for that signal.
  var exitCode: ExitCode { signalNumber.flatMap { ExitCode(rawValue: 128 + $0) } ?? .interrupted }

  private static func isIgnored(_ handler: sighandler_t?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
