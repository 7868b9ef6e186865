/// The confusion matrix: how many images of each class a model predicts to be of each class. 10,000
/// classes have 10^8 pairs, most of which never occur, so only pairs that occur are stored.
public struct Confusion: Hashable, Sendable {
  /// An element of the matrix that is not zero.
  public struct Pair: Hashable, Sendable {
    /// The class of the images.
    public let label: Int
    /// The class that the model predicts.
    public let predicted: Int
    /// The number of images.
    public let count: Int
  }

  /// The number of classes.
  public let classes: Int
  /// By `label * classes + predicted`.
  private var counts: [Int: Int] = [:]

  /// A matrix of zeros.
  public init(classes: Int) {
    self.classes = classes
  }

  /// - Parameter rows: the matrix, `[label][predicted]`.
  public init(rows: [[Int]]) {
    self.init(classes: rows.count)
    for (label, row) in rows.enumerated() {
      for (predicted, count) in row.enumerated() { add(count, of: label, takenFor: predicted) }
    }
  }

  /// The number of images of class `label` with the prediction `predicted`.
  public subscript(label: Int, predicted: Int) -> Int { counts[label * classes + predicted] ?? 0 }

  /// The elements that are not zero, sorted by label and then by prediction.
  public var pairs: [Pair] {
    counts.sorted { $0.key < $1.key }.map {
      Pair(label: $0.key / classes, predicted: $0.key % classes, count: $0.value)
    }
  }

  /// The whole matrix, `[label][predicted]`.
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

/// In JSON: a list with the number of classes, then one list of three numbers per pair.
extension Confusion: Codable {
  /// Writes the elements that are not zero.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode([[classes]] + pairs.map { [$0.label, $0.predicted, $0.count] })
  }

  /// - Throws: `DecodingError` for numbers that cannot be those of such a matrix.
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
