/// A picture that cannot be used. One line that names it.
public struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or what stands for it.
  public let name: String
  public let reason: String

  public init(_ name: String, _ reason: String) {
    self.name = name
    self.reason = reason
  }

  public var description: String { "\(name): \(reason)" }
}
