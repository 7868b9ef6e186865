extension String {
  /// The folder of a path; "." when the path names none. Foundation's `deletingLastPathComponent`
  /// traps on Linux if the path is one character.
  package var outerFolder: String {
    guard let name = utf8.lastIndex(where: { $0 != Self.slash }),
      let end = utf8[...name].lastIndex(of: Self.slash)
    else { return utf8.first == Self.slash ? "/" : "." }
    guard let last = utf8[...end].lastIndex(where: { $0 != Self.slash }) else { return "/" }
    return String(self[...last])
  }

  private static let slash = UInt8(ascii: "/")
}
