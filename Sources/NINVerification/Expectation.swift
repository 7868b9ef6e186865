/// What an output must be: one value per element, and how far the kernel may be from it.
public struct Expectation: Sendable {
  /// Of the output: "y", "dx".
  public let name: String
  /// The exact results.
  public let values: [Double]
  /// How far the kernel may be from each value; 0 means exactly equal.
  public let tolerances: [Double]
  /// What the memory holds before the kernel runs; nil fills it with NaN, which no output may keep.
  public let initial: [Float]?

  /// - Parameters:
  ///   - name: of the output: "y", "dx".
  ///   - values: the exact results.
  ///   - tolerances: how far the kernel may be from each.
  ///   - initial: what the memory holds before the kernel runs; nil fills it with NaN.
  public init(_ name: String, values: [Double], tolerances: [Double], initial: [Float]? = nil) {
    precondition(values.count == tolerances.count, "\(name): \(values.count) values")
    self.name = name
    self.values = values
    self.tolerances = tolerances
    self.initial = initial
  }
}
