/// The expected values of one output, and how much a kernel may differ from them.
public struct Expectation: Sendable {
  /// The name of the output: "y", "dx".
  public let name: String
  /// The exact results.
  public let values: [Double]
  /// How much the kernel may differ from each value; 0 means that they must be equal.
  public let tolerances: [Double]
  /// What the memory holds before the kernel runs. Nil fills it with NaN, which no output may keep.
  public let initial: [Float]?

  /// - Parameters:
  ///   - name: the name of the output: "y", "dx".
  ///   - values: the exact results.
  ///   - tolerances: how much the kernel may differ from each.
  ///   - initial: what the memory holds before the kernel runs; nil fills it with NaN.
  public init(_ name: String, values: [Double], tolerances: [Double], initial: [Float]? = nil) {
    precondition(values.count == tolerances.count, "\(name): \(values.count) values")
    self.name = name
    self.values = values
    self.tolerances = tolerances
    self.initial = initial
  }
}
