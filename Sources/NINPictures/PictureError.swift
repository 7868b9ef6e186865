/// A picture that cannot be used.
public struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or another name for the picture.
  public let name: String
  /// What is wrong, as the rest of a sentence that begins with the name.
  public let reason: String

  /// - Parameters:
  ///   - name: the file, or another name for the picture.
  ///   - reason: what is wrong, as the rest of a sentence that begins with the name.
  public init(_ name: String, _ reason: String) {
    self.name = name
    self.reason = reason
  }

  /// "cat.jpg: is empty".
  public var description: String { "\(name): \(reason)" }
}
