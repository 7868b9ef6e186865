/// What an output must be: a value an element, and how far the kernel may be from it.
public struct Expectation: Sendable {
  public let name: String
  public let values: [Double]
  /// 0 asks for the very number.
  public let tolerances: [Double]
  /// What the memory holds before the kernel runs; nil fills it with NaN, which no output may keep.
  public let initial: [Float]?

  public init(_ name: String, values: [Double], tolerances: [Double], initial: [Float]? = nil) {
    precondition(values.count == tolerances.count, "\(name): \(values.count) values")
    self.name = name
    self.values = values
    self.tolerances = tolerances
    self.initial = initial
  }
}
