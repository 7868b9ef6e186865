import Foundation
import NINModules

/// What a file's tensors are called here, for files whose networks name their layers in another way:
/// a JSON object with a file's name and ours per entry.
///
///     { "features.0": "net.0.0", "classifier.1.bias": "net.6.4.bias", "extra": null }
///
/// A name stands for one tensor, or for all whose names go on behind it with a dot; of several the
/// longest counts. Null leaves tensors out.
public struct KeyMap: Sendable {
  private let names: [String: String?]

  /// - Throws: `KeyMapError` when the file is no such object.
  public init(contentsOf path: String) throws(KeyMapError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw KeyMapError(path: path, reason: "cannot be read")
    }
    do {
      names = try JSONDecoder().decode([String: String?].self, from: data)
    } catch {
      throw KeyMapError(
        path: path, reason: "not a JSON object of names, {\"features.0\": \"net.0.0\", …}")
    }
  }

  /// - Parameter names: a file's name and ours, or nil to leave tensors out.
  public init(_ names: [String: String?]) { self.names = names }

  /// `state` with our names.
  /// - Throws: `KeyMapError` when a name of the map is not in `state`.
  func applied(to state: StateDictionary) throws(KeyMapError) -> StateDictionary {
    var used: Set<String> = []
    let entries = state.entries.compactMap { entry -> StateDictionary.Entry? in
      guard let name = key(for: entry.name) else { return entry }
      used.insert(name)
      guard let target = names[name] ?? nil else { return nil }
      return entry.named(target + entry.name.dropFirst(name.count))
    }
    if let unused = names.keys.sorted().first(where: { !used.contains($0) }) {
      throw KeyMapError(path: nil, reason: "'\(unused)' of the key map is not in the file")
    }
    return StateDictionary(entries)
  }

  private func key(for name: String) -> String? {
    names.keys.filter { name == $0 || name.hasPrefix($0 + ".") }.max { $0.count < $1.count }
  }
}

/// A key map that cannot be used. One line.
public struct KeyMapError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Of the map's file, where that is at fault.
  public let path: String?
  /// What is wrong.
  public let reason: String

  /// One line, with the path of the map where that is at fault.
  public var description: String { path.map { "\($0): \(reason)" } ?? reason }
}

extension StateDictionary.Entry {
  func named(_ name: String) -> StateDictionary.Entry {
    .init(name: name, dimensions: dimensions, values: values)
  }
}

extension StateDictionary {
  /// The dictionary without the prefix that wrappers put before all names, as `module.` and `model.`
  /// and with the name that the notebook's class gives its layers, `net.`, where that is missing.
  /// As it is where no prefix makes more names those `expected`.
  func renamed(toward expected: [String]) -> StateDictionary {
    guard let first = expected.first, let dot = first.firstIndex(of: ".") else { return self }
    let known = Set(expected)
    let attribute = String(first[...dot])
    var best = (matches: entries.count { known.contains($0.name) }, state: self)
    for (anchor, added) in [(first, ""), (String(first[first.index(after: dot)...]), attribute)] {
      for entry in entries where entry.name == anchor || entry.name.hasSuffix("." + anchor) {
        let prefix = entry.name.dropLast(anchor.count)
        let renamed = entries.map { entry in
          entry.name.hasPrefix(prefix)
            ? entry.named(added + entry.name.dropFirst(prefix.count)) : entry
        }
        let matches = renamed.count { known.contains($0.name) }
        if matches > best.matches { best = (matches, StateDictionary(renamed)) }
      }
    }
    return best.state
  }
}
