import Foundation

extension Communicator {
  /// The rank with the name of its host.
  public func member(_ rank: Int) -> CommunicationError.Member {
    CommunicationError.Member(rank: rank, host: hosts.indices.contains(rank) ? hosts[rank] : "")
  }

  /// Waits until an exchange is complete.
  /// - Throws: `CommunicationError.silent` when a rank does not answer; the errors of
  ///   `whileWaiting`.
  public func finish(_ exchange: any Exchange) throws {
    do {
      try wait(for: exchange)
    } catch {
      isBroken = true
      throw error
    }
  }

  private func wait(for exchange: any Exchange) throws {
    var (stopwatch, turn) = (Stopwatch(), 0)
    while try !exchange.advance() {
      turn += 1
      pause(turn)
      try whileWaiting?()
      let waited = stopwatch.time()
      guard waited > patience else { continue }
      let absent = callRoll(exchange.missing)
      throw CommunicationError.silent(absent.map(member), seconds: waited / .seconds(1))
    }
  }

  /// The ranks that do not answer a roll call. A rank that only waits for another one does answer.
  private func callRoll(_ suspects: [Int]) -> [Int] {
    // MPI may still use the memory of a message, so it is not released.
    let word = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
    word.initializeMemory(as: UInt8.self, repeating: 1)
    let answers = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    let places = (0..<size).map { UnsafeMutableRawBufferPointer(rebasing: answers[$0..<($0 + 1)]) }
    let words = places.map { _ in UnsafeRawBufferPointer(word) }
    guard let call = try? begin(words, into: places, lane: .rollCall) else { return suspects }
    var stopwatch = Stopwatch()
    let limit = min(patience, .seconds(2))
    while (try? call.advance()) == false, stopwatch.time() < limit { usleep(1000) }
    return call.missing.isEmpty ? suspects : call.missing
  }

  /// Lets other processes use the processor, first by yielding, later by sleeping.
  private func pause(_ turn: Int) {
    if turn < 1000 { sched_yield() } else { usleep(50) }
  }
}

/// Time in which this process runs: where it is stopped itself, or the whole machine, the other ranks
/// are not to blame for their silence.
private struct Stopwatch {
  private static let longestPause = Duration.milliseconds(500)

  private var last = ContinuousClock.now
  private var sum = Duration.zero

  mutating func time() -> Duration {
    let now = ContinuousClock.now
    sum += min(now - last, Self.longestPause)
    last = now
    return sum
  }
}
