/// A file that cannot be read or written as a checkpoint. One line, with the path.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// Names in a file may hold anything; what is printed is one short line.
  public var description: String {
    let line = reason.unicodeScalars.prefix(400).map { scalar in
      scalar.properties.generalCategory == .control
        ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "\(path): \(line.joined())"
  }
}
