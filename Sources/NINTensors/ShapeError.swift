/// An impossible shape. It is thrown when a network is built, never while it runs.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence that names the layer or value at fault.
  public var description: String

  /// - Parameter description: one sentence that names the layer or value at fault.
  public init(_ description: String) {
    self.description = description
  }
}
