/// Sums of products, computed in double, with the magnitudes that a rounding bound needs.
public struct ReferenceSum {
  /// The sums.
  public var values: [Double]
  /// Σ|a·b| for each sum.
  public var magnitudes: [Double]
  /// The most products in one sum.
  public let terms: Int

  init(count: Int, terms: Int) {
    values = [Double](repeating: 0, count: count)
    magnitudes = values
    self.terms = terms
  }
}
