import Foundation
import NINCommunication

/// `mpirun` around the real `nin`.
enum MPI {
  /// Whether there are both a launcher and a build that can use it.
  static var isHere: Bool {
    [launcher, program].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
      && Launcher.library != nil
  }

  private static let launcher = "/usr/bin/mpirun"

  /// Threads of tests have signals blocked, and what they start would have too.
  static let program = "/usr/bin/perl"

  /// What `program` is told: more ranks than processors, as root, and no lines of the launcher's own.
  static let options = [
    "-MPOSIX", "-e", "sigprocmask(SIG_SETMASK, POSIX::SigSet->new); exec @ARGV", launcher, "-q",
    "--oversubscribe", "--allow-run-as-root", "--bind-to", "none",
  ]
}

extension Executable {
  /// Runs `nin` on `ranks` ranks.
  func run(
    ranks: Int, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Result {
    try start(ranks: ranks, arguments, environment: environment).finish()
  }

  func start(
    ranks: Int, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Running {
    try start(
      MPI.options + ["-n", "\(ranks)", Self.path] + arguments, executable: MPI.program,
      environment: environment)
  }
}
