import Foundation
import NINModules

/// Translates the names of tensors, for files whose networks name their layers in another way. In
/// JSON it is an object with a name in the file and our name for it per entry:
///
///     { "features.0": "net.0.0", "classifier.1.bias": "net.6.4.bias", "extra": null }
///
/// An entry is for the tensor of that name and for all tensors whose names begin with it and a dot.
/// If several entries match, the longest one is used. Null leaves tensors out.
public struct KeyMap: Sendable {
  private let names: [String: String?]

  /// Reads a key map from a JSON file.
  /// - Throws: `KeyMapError` when the file cannot be read or is not such an object.
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

  /// - Parameter names: our name for each name in the file, or nil to leave tensors out.
  public init(_ names: [String: String?]) { self.names = names }

  /// Returns `state` with our names.
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

/// A key map that cannot be used.
public struct KeyMapError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file of the map, if the map itself is at fault.
  public let path: String?
  /// What is wrong.
  public let reason: String

  /// One line, with the path if there is one.
  public var description: String { path.map { "\($0): \(reason)" } ?? reason }
}

extension StateDictionary.Entry {
  func named(_ name: String) -> StateDictionary.Entry {
    .init(name: name, dimensions: dimensions, values: values)
  }
}

extension StateDictionary {
  /// Removes a prefix that wrappers put before all names, such as `module.` or `model.`, and adds
  /// `net.`, the notebook's name for its layers, if it is missing. Of all such changes the one with
  /// the most `expected` names is made; none is made if none helps.
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
