/// How many images of each class a model takes for each class. Of 10,000 classes there are 10^8
/// pairs, most of which never occur: only those that do are kept.
public struct Confusion: Hashable, Sendable {
  /// An image's class and the class that it is taken for, and how often.
  public struct Pair: Hashable, Sendable {
    public let label: Int
    public let predicted: Int
    public let count: Int
  }

  public let classes: Int
  /// By `label * classes + predicted`.
  private var counts: [Int: Int] = [:]

  public init(classes: Int) {
    self.classes = classes
  }

  /// - Parameter rows: `[label][predicted]`.
  public init(rows: [[Int]]) {
    self.init(classes: rows.count)
    for (label, row) in rows.enumerated() {
      for (predicted, count) in row.enumerated() { add(count, of: label, takenFor: predicted) }
    }
  }

  public subscript(label: Int, predicted: Int) -> Int { counts[label * classes + predicted] ?? 0 }

  /// Those that occur, by label, then by what it is taken for.
  public var pairs: [Pair] {
    counts.sorted { $0.key < $1.key }.map {
      Pair(label: $0.key / classes, predicted: $0.key % classes, count: $0.value)
    }
  }

  /// `[label][predicted]`.
  public var rows: [[Int]] {
    (0..<classes).map { label in (0..<classes).map { self[label, $0] } }
  }

  mutating func add(_ count: Int = 1, of label: Int, takenFor predicted: Int) {
    if count > 0 { counts[label * classes + predicted, default: 0] += count }
  }

  mutating func add(_ other: Confusion) {
    counts.merge(other.counts, uniquingKeysWith: +)
  }
}

/// The number of classes, then three numbers for each pair.
extension Confusion: Codable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode([[classes]] + pairs.map { [$0.label, $0.predicted, $0.count] })
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let numbers = try container.decode([[Int]].self)
    guard let classes = numbers.first?.first, (0...1_000_000).contains(classes) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "no number of classes")
    }
    self.init(classes: classes)
    for pair in numbers.dropFirst() {
      guard pair.count == 3, min(pair[0], pair[1]) >= 0, max(pair[0], pair[1]) < classes,
        pair[2] > 0
      else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "\(pair) is no pair of \(classes) classes")
      }
      counts[pair[0] * classes + pair[1]] = pair[2]
    }
  }
}
