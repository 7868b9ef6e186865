/// A job of a single process.
public final class SingleProcess: Communicator {
  /// Always 0.
  public let rank = 0
  /// Always 1.
  public let size = 1
  /// Empty.
  public let hosts: [String] = []
  /// Zero, because it never waits.
  public let patience = Duration.zero
  /// Never called.
  public var whileWaiting: (() throws -> Void)?
  /// Whether an exchange has failed; it never does.
  public var isBroken = false

  /// A job of this process.
  public init() {}

  /// Copies the part of this process.
  public func begin(
    _ outgoing: [UnsafeRawBufferPointer], into incoming: [UnsafeMutableRawBufferPointer],
    lane: Lane
  ) throws(CommunicationError) -> any Exchange {
    incoming[0].copyMemory(from: outgoing[0])
    return Complete()
  }

  private final class Complete: Exchange {
    let missing: [Int] = []

    func advance() throws(CommunicationError) -> Bool { true }
  }

  /// Does nothing.
  public func leave() {}

  /// Does nothing.
  public func abandon(code: Int32) {}
}
