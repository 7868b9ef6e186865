/// The checksum that a file must have: SHA-256 or MD5, which differ in length.
public struct Checksum: Hashable, Sendable {
  /// In hexadecimal, in small letters.
  public let hex: String

  /// Nil unless `hex` has 64 or 32 hexadecimal digits.
  public init?(_ hex: String) {
    guard [64, 32].contains(hex.utf8.count), hex.allSatisfy(\.isHexDigit) else { return nil }
    self.init(published: hex.lowercased())
  }

  init(published hex: String) {
    self.hex = hex
  }

  private var name: String { hex.utf8.count == 64 ? "sha256" : "md5" }

  /// Whether the file at `path` has this checksum; nil when stopped.
  /// - Throws: `DatasetError` when the file or the program that computes checksums is missing.
  func isThat(of path: String, _ shouldStop: () -> Bool) throws(DatasetError) -> Bool? {
    let (program, arguments) = try hasher()
    let result = try program.run(arguments + [path], while: { !shouldStop() })
    if shouldStop() { return nil }
    guard result.code == 0 else {
      throw .malformed(path: path, reason: "cannot be checked: \(result.complaint)")
    }
    // GNU's programs print a backslash before the checksum if the name has special characters.
    let text = String(decoding: result.output, as: UTF8.self).drop { $0 == "\\" }
    return text.prefix { $0.isHexDigit }.lowercased() == hex
  }

  private func hasher() throws(DatasetError) -> (SystemProgram, [String]) {
    #if os(Linux)
      return (try SystemProgram(name + "sum"), ["--"])
    #else
      return name == "md5"
        ? (try SystemProgram("md5"), ["-q"]) : (try SystemProgram("shasum"), ["-a", "256"])
    #endif
  }
}

extension Checksum: CustomStringConvertible {
  /// "sha256 c4a38c50…".
  public var description: String { "\(name) \(hex)" }
}
