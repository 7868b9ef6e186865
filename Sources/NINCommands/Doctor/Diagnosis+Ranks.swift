import Foundation
import NINCommunication

extension Diagnosis {
  /// Whether several machines can share a training, and how fast they communicate. All ranks must
  /// call it.
  /// - Throws: `CommunicationError`, `KernelError` when there is no memory.
  static func ranks(_ communicator: any Communicator) throws -> Finding {
    guard let library = Launcher.library else {
      return Finding(
        name: "MPI", verdict: .note, text: "is not built in",
        advice: "to train on several machines, install libopenmpi-dev and openmpi-bin, run "
          + "swift package purge-cache and build again")
    }
    guard communicator.size > 1 else { return .ok("MPI", "\(library), one process") }
    let speed = try RankSpeed(communicator)
    let hosts = Set(communicator.hosts).sorted()
    return .ok(
      "MPI",
      "\(library), \(communicator.size) ranks on \(hosts.joined(separator: ", ")); "
        + String(
          format: "%.3f ms for a short message, %.1f ms for a sum of %.1f MB",
          speed.shortMessage * 1000, speed.sum * 1000, Double(RankSpeed.sumBytes) / 1e6))
  }
}
