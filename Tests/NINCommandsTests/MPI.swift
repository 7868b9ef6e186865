import Foundation
import NINCommunication

/// `mpirun` around the real `nin`.
enum MPI {
  /// Whether there are both a launcher and a build that can use it.
  static var isHere: Bool {
    FileManager.default.isExecutableFile(atPath: launcher) && Launcher.library != nil
  }

  static let launcher = "/usr/bin/mpirun"

  /// More ranks than processors, as root, and without the launcher's own lines.
  static let options = ["-q", "--oversubscribe", "--allow-run-as-root", "--bind-to", "none"]
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
      MPI.options + ["-n", "\(ranks)", Self.path] + arguments, executable: MPI.launcher,
      environment: environment)
  }
}
