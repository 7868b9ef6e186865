import Foundation
import NINTensors

/// Which pictures of a folder are trained on, and which are tested on. A run records its split, so
/// that it is never tested on pictures that it was trained on.
public struct FolderSplit: Hashable, Codable, Sendable {
  /// The classes in the order of the labels.
  public var classNames: [String]
  /// The pictures to train on, by path relative to the folder of the classes: "cat/1.jpg".
  public var train: [String]
  /// The pictures to test on, as in `train`.
  public var test: [String]

  // About one picture in five is tested on.
  private static let tested = UInt64.max / 5

  /// The path of a picture and `seed` decide on its side, so it stays there when other pictures are
  /// added or removed. But each class keeps at least one picture to train on and, if it has two,
  /// one to test on.
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

  /// A random number for the path of a picture. Systems spell letters with accents in two ways;
  /// both give the same number.
  private static func number(_ path: String, _ seed: UInt64) -> UInt64 {
    // FNV-1a (Fowler, Noll, Vo; RFC 9923) makes one number of the path.
    let hash = path.precomposedStringWithCanonicalMapping.utf8.reduce(
      UInt64(0xCBF2_9CE4_8422_2325)
    ) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var stream = RandomStream(
      seed: seed, purpose: .splitting, Int(truncatingIfNeeded: hash))
    return stream.next()
  }

  /// Adds the labels to paths of one side. Paths outside the folders of the classes are left out.
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
