import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and termination: the first asks the run to stop, the second leaves at once.
final class InterruptMonitor {
  private final class Received: Sendable {
    let signal = Atomic<Int32>(0)
  }

  private let received = Received()
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameter onFirst: called on a background queue.
  init(onFirst: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
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
}
