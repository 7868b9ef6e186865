import NINPictures

/// Pictures and films that were left out because this build does not read their formats.
public struct SkippedFiles: Hashable, Sendable {
  /// The number of files of each kind.
  public private(set) var counts: [FileKind: Int] = [:]

  /// No files.
  public init() {}

  /// The number of files of all kinds together.
  public var total: Int { counts.values.reduce(0, +) }

  /// The kinds, the most frequent first.
  public var kinds: [FileKind] {
    counts.sorted { ($1.value, $0.key.name) < ($0.value, $1.key.name) }.map(\.key)
  }

  /// "2 TIFF, 1 GIF".
  public var text: String {
    kinds.map { "\(counts[$0] ?? 0) \($0.name)" }.joined(separator: ", ")
  }

  mutating func add(_ kind: FileKind) { counts[kind, default: 0] += 1 }

  mutating func add(_ others: SkippedFiles) { counts.merge(others.counts, uniquingKeysWith: +) }
}
