/// One of the processes that do a job together, as it sees the others. Processes are called ranks, as
/// in MPI, and count from 0.
///
/// All ranks make the same calls in the same order, each from the thread that made its communicator.
public protocol Communicator: AnyObject {
  var rank: Int { get }
  /// How many ranks there are.
  var size: Int { get }
  /// The name of each rank's host.
  var hosts: [String] { get }
  /// How long `finish` waits for a rank before it gives the job up.
  var patience: Duration { get }
  /// Called again and again by `finish`; what it throws ends the wait. The messages under way are
  /// then lost, and the job cannot go on.
  var whileWaiting: (() throws -> Void)? { get set }
  /// Whether a wait has ended early, so that the ranks no longer make the same calls.
  var isBroken: Bool { get set }

  /// Begins to send each rank its part and to receive one from each. Both sides know how long a part
  /// is, and its memory stays until the exchange is complete. The part for this rank itself is
  /// copied.
  /// - Parameters:
  ///   - outgoing: one per rank.
  ///   - incoming: one per rank.
  ///   - lane: messages of one lane do not wait for those of another.
  /// - Throws: `CommunicationError`.
  func begin(
    _ outgoing: [UnsafeRawBufferPointer], into incoming: [UnsafeMutableRawBufferPointer],
    lane: Lane
  ) throws(CommunicationError) -> any Exchange

  /// Leaves the job; waits until all ranks do.
  func leave()

  /// Ends all ranks at once, this one with `code`. For a program; a library throws.
  func abandon(code: Int32)
}

/// What messages are for.
public enum Lane: Int, Sendable {
  case work
  /// Who is still there, when work stands still.
  case rollCall
}

/// Messages under way between this rank and all others.
public protocol Exchange: AnyObject {
  /// Moves messages on.
  /// - Returns: whether all of them are complete.
  /// - Throws: `CommunicationError`.
  func advance() throws(CommunicationError) -> Bool

  /// The ranks whose part has not arrived, or that have not taken theirs.
  var missing: [Int] { get }
}
