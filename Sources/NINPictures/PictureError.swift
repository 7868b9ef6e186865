/// A picture that cannot be used. One line that names it.
public struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or what stands for it.
  public let name: String
  /// What is wrong, as the rest of a sentence that begins with the name.
  public let reason: String

  /// - Parameters:
  ///   - name: the file, or what stands for it.
  ///   - reason: what is wrong.
  public init(_ name: String, _ reason: String) {
    self.name = name
    self.reason = reason
  }

  /// "cat.jpg: is empty".
  public var description: String { "\(name): \(reason)" }
}
