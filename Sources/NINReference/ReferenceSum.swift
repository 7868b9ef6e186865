/// Sums of products as the reference computes them, in double, with what a rounding bound needs.
public struct ReferenceSum {
  /// The sums.
  public var values: [Double]
  /// Σ|a·b| of each sum.
  public var magnitudes: [Double]
  /// How many products went into each sum, at most.
  public let terms: Int

  init(count: Int, terms: Int) {
    values = [Double](repeating: 0, count: count)
    magnitudes = values
    self.terms = terms
  }
}
