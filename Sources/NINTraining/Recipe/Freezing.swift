import NINModules

/// Parameters that the training does not change. Useful for the first layers of a network that has
/// been trained on many other images.
public enum Freezing: Hashable, Sendable {
  /// The given number of mlpconv layers, from the first.
  case blocks(Int)
  /// All layers except those that depend on the number of classes.
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

  /// "3" or "all-but-head".
  public var rawValue: String {
    switch self {
    case .blocks(let count): "\(count)"
    case .allButHead: "all-but-head"
    }
  }
}

extension Freezing {
  /// The places of the frozen parameters of `network`.
  /// - Throws: `FineTuningError` when all parameters would be frozen.
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
