import NINModules

/// Parameters that training leaves as they are, as one does with the first layers of a network that
/// has learned from many other images.
public enum Freezing: Hashable, Sendable {
  /// The first so many mlpconv layers.
  case blocks(Int)
  /// All but those whose number depends on that of the classes.
  case allButHead
}

extension Freezing: RawRepresentable, Codable {
  /// "3" or "all-but-head".
  public init?(rawValue: String) {
    if rawValue == "all-but-head" {
      self = .allButHead
    } else if let count = Int(rawValue), count > 0 {
      self = .blocks(count)
    } else {
      return nil
    }
  }

  public var rawValue: String {
    switch self {
    case .blocks(let count): "\(count)"
    case .allButHead: "all-but-head"
    }
  }
}

extension Freezing {
  /// Where the frozen parameters of `network` lie.
  /// - Throws: `FineTuningError` when nothing is left to train.
  func ranges(of network: Network) throws(FineTuningError) -> [Range<Int>] {
    let slots = network.parameters.slots
    let blocks = slots.map { Self.block($0.name) }
    let order = blocks.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let frozen =
      switch self {
      case .blocks(let count):
        zip(slots, blocks).filter { order.prefix(count).contains($0.1) }.map(\.0.range)
      case .allButHead: slots.filter { !$0.isHead }.map(\.range)
      }
    guard frozen.count < slots.count else {
      throw .nothingToTrain(model: network.name, blocks: order.count)
    }
    return frozen
  }

  /// "net.3" of "net.3.0.weight".
  private static func block(_ name: String) -> String {
    name.split(separator: ".").prefix(2).joined(separator: ".")
  }
}
