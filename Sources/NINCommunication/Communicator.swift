/// The connection of a process to the other processes of a job. As in MPI, processes are called
/// ranks and are numbered from 0.
///
/// All ranks must make the same calls in the same order, each on the thread that made its
/// communicator.
public protocol Communicator: AnyObject {
  /// The number of this rank, from 0.
  var rank: Int { get }
  /// The number of ranks.
  var size: Int { get }
  /// The name of each rank's host.
  var hosts: [String] { get }
  /// How long `finish` waits for a rank before it throws an error.
  var patience: Duration { get }
  /// Called repeatedly by `finish`; an error ends the wait. The messages are then lost, and the job
  /// cannot continue.
  var whileWaiting: (() throws -> Void)? { get set }
  /// Whether a wait has ended early, so that the ranks no longer make the same calls.
  var isBroken: Bool { get set }

  /// Starts to send one part to each rank and to receive one part from each. Both sides must know
  /// the length of a part. The memory must not be used until the exchange is complete. The part of
  /// this rank for itself is copied.
  /// - Parameters:
  ///   - outgoing: one part per rank.
  ///   - incoming: the memory for one part per rank.
  ///   - lane: the lane; messages of one lane do not wait for those of another.
  /// - Throws: `CommunicationError`.
  func begin(
    _ outgoing: [UnsafeRawBufferPointer], into incoming: [UnsafeMutableRawBufferPointer],
    lane: Lane
  ) throws(CommunicationError) -> any Exchange

  /// Leaves the job; waits until all ranks do.
  func leave()

  /// Ends the processes of all ranks at once, this one with the exit code `code`.
  func abandon(code: Int32)
}

/// The purpose of messages.
public enum Lane: Int, Sendable, CaseIterable {
  /// The exchanges of the job.
  case work
  /// Finding out which ranks still answer, when the work has stopped.
  case rollCall
  /// The finished parts of a sum, while other parts are still on the `work` lane.
  case sums
}

/// Messages between this rank and all others that have been started.
public protocol Exchange: AnyObject {
  /// Continues to send and receive.
  /// - Returns: whether all of them are complete.
  /// - Throws: `CommunicationError`.
  func advance() throws(CommunicationError) -> Bool

  /// The ranks whose part has not arrived, or that have not taken theirs.
  var missing: [Int] { get }
}
