/// A file that cannot be read or written.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What is wrong, as the rest of a sentence that begins with the path.
  public let reason: String

  /// - Parameters:
  ///   - path: the file.
  ///   - reason: what is wrong, as the rest of a sentence that begins with the path.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// One short line. Control characters are escaped, because names in a file may hold anything.
  public var description: String {
    let line = reason.unicodeScalars.prefix(400).map { scalar in
      scalar.properties.generalCategory == .control
        ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "\(path): \(line.joined())"
  }
}
