/// Why training cannot start or go on. One line.
public struct TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
