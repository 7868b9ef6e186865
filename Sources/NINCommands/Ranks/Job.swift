import Foundation
import NINCommunication

/// The processes that a launcher such as `mpirun` has started together. The first one prints for
/// all.
final class Job: @unchecked Sendable {
  // Commands run on one thread.

  /// How long a rank waits for another one, in seconds, without `NIN_RANK_TIMEOUT`.
  private static let usualPatience = 60.0

  /// The time in which the first rank must save a run that cannot continue, in seconds.
  private static let timeToSave = 10.0

  /// The time after which `mpirun` has certainly ended all ranks, in seconds; it takes about one.
  private static let timeToKill = 2.0

  /// The most ranks that wait for each other before one of them prints an error.
  private static let mostTurns = 4

  private let launcher: Launcher?
  private let patience: String?
  private var communicator: (any Communicator)?

  init(environment: [String: String]) {
    launcher = Launcher(environment: environment)
    patience = environment["NIN_RANK_TIMEOUT"]
  }

  var isFirst: Bool { (launcher?.rank ?? 0) == 0 }

  /// - Throws: `CommunicationError` when the processes cannot find each other, `CommandError` when
  ///   the variable has an impossible value.
  func join() throws -> any Communicator {
    if let communicator { return communicator }
    let joined = try Launcher.join(launcher, patience: .seconds(try seconds()))
    communicator = joined
    return joined
  }

  private func seconds() throws(CommandError) -> Double {
    guard let patience else { return Self.usualPatience }
    guard let seconds = Double(patience), seconds > 0, seconds < 1e6 else {
      throw CommandError("NIN_RANK_TIMEOUT is '\(patience)'; a number of seconds is expected")
    }
    return seconds
  }

  /// Prints an error once for all ranks, and ends the job if the other ranks do not have the same
  /// error. The first rank prints at once. Any other rank waits, and prints only if none of those
  /// before it has.
  func report(_ error: any Error, _ console: Console) {
    let line = "Error: \(Advice.line(for: error))"
    console.note(line)
    guard let communicator, communicator.size > 1,
      (error as? CommunicationError)?.isOnAllRanks != true
    else { return }
    if communicator.rank > 0 {
      Thread.sleep(
        forTimeInterval: Self.timeToKill * Double(min(communicator.rank, Self.mostTurns)))
      console.insist("\(line) (\(communicator.member(communicator.rank)))")
    }
    communicator.abandon(code: ExitCode.failure.rawValue)
  }

  /// Leaves the job before the process ends. When ranks have abandoned a step, the first one saves
  /// the run and then ends all ranks, while the others wait.
  func end(_ code: ExitCode) {
    guard let communicator else { return }
    guard communicator.isBroken else { return communicator.leave() }
    if communicator.rank > 0 { Thread.sleep(forTimeInterval: Self.timeToSave) }
    communicator.abandon(code: code.rawValue)
  }
}
