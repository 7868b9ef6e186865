import Foundation

/// The names in a folder. The system allows any bytes as a name, but names are shown, stored in
/// models and written to JSON as text. So a name that is not UTF-8 is refused, never left out.
enum FolderNames {
  /// The names that do not begin with a dot, in natural order.
  /// - Throws: `DatasetError` when the folder cannot be read or has a name that is not UTF-8.
  static func list(_ folder: String) throws(DatasetError) -> [String] {
    guard let stream = opendir(folder) else { throw .unreadable(path: folder) }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = bytes(entry)
      guard let text = String(validating: name, as: UTF8.self) else {
        throw .malformed(
          path: folder, reason: "the name '\(NameBytes.escaped(name))' is not UTF-8; rename it")
      }
      if !text.hasPrefix(".") { names.append(text) }
    }
    guard errno == 0 else { throw .unreadable(path: folder) }
    return names.sorted {
      let order = $0.compare($1, options: .numeric)
      return order == .orderedSame ? $0 < $1 : order == .orderedAscending
    }
  }

  private static func bytes(_ entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
  }
}

/// File names as bytes.
package enum NameBytes {
  /// The name for people, with bytes that are not printable ASCII written as "\xe9".
  package static func escaped(_ name: [UInt8]) -> String {
    name.map { byte in
      (0x20..<0x7F).contains(byte)
        ? String(UnicodeScalar(byte)) : String(format: "\\x%02x", Int(byte))
    }.joined()
  }
}
