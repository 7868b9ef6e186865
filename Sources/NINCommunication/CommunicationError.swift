/// Why ranks cannot work together.
public enum CommunicationError: Error, Hashable, Sendable {
  /// A launcher has started several processes of a build without MPI.
  case notBuiltIn(launcher: String, processes: Int)
  /// A launcher has started several processes, but MPI finds only one: the launcher belongs to
  /// another MPI than `library`, or it is Slurm without PMIx.
  case otherLauncher(launcher: String, processes: Int, library: String)
  /// An error message of MPI.
  case library(String)
  /// These ranks have sent nothing for this time.
  case silent([Member], seconds: Double)
  /// Two ranks have different values of a fact.
  case disagreement(on: String, first: Member, String, other: Member, String)

  /// A rank and its host.
  public struct Member: Hashable, Sendable, CustomStringConvertible {
    /// The number of the rank, from 0.
    public let rank: Int
    /// The name of its host.
    public let host: String

    /// A rank on a host.
    public init(rank: Int, host: String) {
      self.rank = rank
      self.host = host
    }

    /// "rank 1 on node2".
    public var description: String { "rank \(rank) on \(host)" }
  }

  /// Whether all ranks throw the same error in the same call.
  public var isOnAllRanks: Bool {
    if case .disagreement = self { true } else { false }
  }
}

extension CommunicationError: CustomStringConvertible {
  /// One line that names the launcher, the ranks or the values.
  public var description: String {
    switch self {
    case .notBuiltIn(let launcher, let processes):
      "\(launcher) has started \(processes) processes, but MPI is not built into this nin, so each "
        + "would do the whole work"
    case .otherLauncher(let launcher, let processes, let library):
      "\(launcher) has started \(processes) processes, but the built-in \(library) finds only one: "
        + "the launcher belongs to another MPI"
    case .library(let text): "MPI: \(text)"
    case .silent(let members, let seconds):
      "\(members.map(\.description).joined(separator: ", ")) \(members.count == 1 ? "has" : "have") "
        + "not answered for \(Int(seconds)) s: it has stopped, or the network is down"
    case .disagreement(let fact, let first, let value, let other, let otherValue):
      "the ranks do not have the same \(fact): \(value) for \(first), \(otherValue) for \(other)"
    }
  }
}
