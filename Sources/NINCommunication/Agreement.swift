/// A value that must be equal on all ranks, such as the version of the program.
public struct Fact: Hashable, Sendable {
  /// The name in texts: "version of nin".
  public var name: String
  /// The value as text.
  public var value: String

  /// A fact with this name and value.
  public init(_ name: String, _ value: String) {
    (self.name, self.value) = (name, value)
  }
}

extension Communicator {
  /// Compares the facts of all ranks with those of rank 0, in order.
  /// - Throws: `CommunicationError.disagreement`, on every rank, for the first fact that differs
  ///   and the first rank on which it does; the errors of `gather`.
  public func agree(on facts: [Fact]) throws {
    guard size > 1 else { return }
    let all = try gather(Self.encoded(facts)).map(Self.decoded)
    for place in 0..<(all.map(\.count).max() ?? 0) {
      let facts = all.map { $0.indices.contains(place) ? $0[place] : nil }
      for rank in facts.indices.dropFirst() where facts[rank] != facts[0] {
        throw CommunicationError.disagreement(
          on: (facts[0] ?? facts[rank])?.name ?? "", first: member(0), facts[0]?.value ?? "none",
          other: member(rank), facts[rank]?.value ?? "none")
      }
    }
  }

  /// Names and values, each after its length.
  private static func encoded(_ facts: [Fact]) -> [UInt8] {
    facts.flatMap { [$0.name, $0.value] }.flatMap { text in
      withUnsafeBytes(of: UInt32(text.utf8.count), Array.init) + Array(text.utf8)
    }
  }

  private static func decoded(_ bytes: [UInt8]) -> [Fact] {
    var (rest, texts): (ArraySlice<UInt8>, [String]) = (bytes[...], [])
    while rest.count >= 4 {
      let count = rest.prefix(4).withUnsafeBytes { Int($0.loadUnaligned(as: UInt32.self)) }
      texts.append(String(decoding: rest.dropFirst(4).prefix(count), as: UTF8.self))
      rest = rest.dropFirst(4 + count)
    }
    return stride(from: 0, to: texts.count - 1, by: 2).map { Fact(texts[$0], texts[$0 + 1]) }
  }
}
