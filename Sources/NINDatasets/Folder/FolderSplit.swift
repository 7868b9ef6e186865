import Foundation
import NINTensors

/// Which pictures of a folder are trained on, and which are kept to test on. A run records its own,
/// so that what it has been trained on is never taken for new.
public struct FolderSplit: Hashable, Codable, Sendable {
  /// In the order of the labels.
  public var classNames: [String]
  /// Paths relative to the folder that holds the classes, "cat/1.jpg", in the order of training.
  public var train: [String]
  /// Paths as in `train`.
  public var test: [String]

  /// About one picture in five is tested on.
  private static let tested = UInt64.max / 5

  /// Each picture's side follows from its path and `seed` alone, so that it stays when others come
  /// and go. But each class keeps one to train on and, where it has two, one to test on.
  init(_ files: [LabelledFile], classNames: [String], seed: UInt64) {
    let numbers = files.map { Self.number($0.path, seed) }
    var isTested = numbers.map { $0 < Self.tested }
    let byClass = Dictionary(grouping: files.indices) { files[$0].label }
    for members in byClass.values {
      let order = members.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
      if let last = order.last { isTested[last] = false }
      if order.count > 1 { isTested[order[0]] = true }
    }
    self.classNames = classNames
    train = files.indices.filter { !isTested[$0] }.map { files[$0].path }
    test = files.indices.filter { isTested[$0] }.map { files[$0].path }
  }

  /// A number by which pictures are put in a random order: of their path in one spelling, whichever
  /// way the system composes letters with accents.
  private static func number(_ path: String, _ seed: UInt64) -> UInt64 {
    // FNV-1a (Fowler, Noll, Vo; RFC 9923) makes one number of the path.
    let hash = path.precomposedStringWithCanonicalMapping.utf8.reduce(
      UInt64(0xCBF2_9CE4_8422_2325)
    ) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var stream = RandomStream(
      seed: seed, purpose: .splitting, Int(truncatingIfNeeded: hash))
    return stream.next()
  }

  /// The files of one side; those in folders that are no class are left out.
  func labelled(_ paths: [String]) -> [LabelledFile] {
    let labels = Dictionary(
      classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return paths.compactMap { path in
      let parts = path.split(separator: "/")
      guard let name = parts.first, let label = labels[String(name)], !parts.contains("..")
      else { return nil }
      return LabelledFile(path: path, label: label)
    }
  }
}
