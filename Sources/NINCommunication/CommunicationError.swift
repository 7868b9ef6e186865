/// Why ranks cannot work together.
public enum CommunicationError: Error, Hashable, Sendable {
  /// A launcher has started several processes of a build without MPI.
  case notBuiltIn(launcher: String, processes: Int)
  /// A launcher has started several processes, but MPI sees one: it is not the launcher of the MPI
  /// that `library` names.
  case otherLauncher(launcher: String, processes: Int, library: String)
  /// What MPI says.
  case library(String)
  /// Ranks that have sent nothing for so long.
  case silent([Member], seconds: Double)
  /// Two ranks that have not the same.
  case disagreement(on: String, first: Member, String, other: Member, String)

  /// A rank and its host.
  public struct Member: Hashable, Sendable, CustomStringConvertible {
    public let rank: Int
    public let host: String

    public init(rank: Int, host: String) {
      self.rank = rank
      self.host = host
    }

    public var description: String { "rank \(rank) on \(host)" }
  }

  /// Whether every rank has the same error at the same place.
  public var isOnAllRanks: Bool {
    if case .disagreement = self { true } else { false }
  }
}

extension CommunicationError: CustomStringConvertible {
  /// One line that names launcher, rank, host or values.
  public var description: String {
    switch self {
    case .notBuiltIn(let launcher, let processes):
      "\(launcher) has started \(processes) processes, but MPI is not built into this nin, so they "
        + "would all do the same"
    case .otherLauncher(let launcher, let processes, let library):
      "\(launcher) has started \(processes) processes, but each is alone to \(library), which is "
        + "built in: it belongs to another MPI"
    case .library(let text): "MPI: \(text)"
    case .silent(let members, let seconds):
      "\(members.map(\.description).joined(separator: ", ")) \(members.count == 1 ? "has" : "have") "
        + "not answered for \(Int(seconds)) s: stopped, or the network is down"
    case .disagreement(let fact, let first, let value, let other, let otherValue):
      "the ranks have not the same \(fact): \(value) for \(first), \(otherValue) for \(other)"
    }
  }
}
