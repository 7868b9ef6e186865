import Foundation

extension Communicator {
  public func member(_ rank: Int) -> CommunicationError.Member {
    CommunicationError.Member(rank: rank, host: hosts.indices.contains(rank) ? hosts[rank] : "")
  }

  /// Waits until an exchange is complete.
  /// - Throws: `CommunicationError.silent` when a rank does not answer; what `whileWaiting` throws.
  public func finish(_ exchange: any Exchange) throws {
    do {
      try wait(for: exchange)
    } catch {
      isBroken = true
      throw error
    }
  }

  private func wait(for exchange: any Exchange) throws {
    let start = ContinuousClock.now
    var turn = 0
    while try !exchange.advance() {
      turn += 1
      pause(turn)
      try whileWaiting?()
      let waited = ContinuousClock.now - start
      guard waited > patience else { continue }
      throw CommunicationError.silent(
        exchange.missing.map(member), seconds: waited / .seconds(1))
    }
  }

  /// Ranks that share a processor must let the others work; after a while the rank sleeps.
  private func pause(_ turn: Int) {
    if turn < 1000 { sched_yield() } else { usleep(50) }
  }
}
