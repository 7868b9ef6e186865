/// A shape that cannot be: thrown when a network is built, never while it runs.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence that names the layer or value at fault.
  public var description: String

  public init(_ description: String) {
    self.description = description
  }
}
