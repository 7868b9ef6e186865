/// The comparison of one output with its expectation: first the number of elements, then each
/// element with `!(error <= tolerance)`, so that a NaN fails.
public struct Comparison: Hashable, Codable, Sendable {
  /// The largest error as a share of its tolerance; infinite for a NaN, or if the tolerance is 0.
  public private(set) var worstShare = 0.0
  /// The first element beyond its tolerance, in words; nil when there is none.
  public private(set) var failure: String?

  /// - Parameters:
  ///   - actual: what the kernel wrote.
  ///   - expected: what it should have written.
  public init(_ actual: UnsafeBufferPointer<Float>, _ expected: Expectation) {
    guard actual.count == expected.values.count else {
      failure = "\(expected.name): \(actual.count) elements, \(expected.values.count) expected"
      worstShare = .infinity
      return
    }
    for index in actual.indices {
      let (value, tolerance) = (expected.values[index], expected.tolerances[index])
      let error = abs(Double(actual[index]) - value)
      let share = error <= tolerance ? (error == 0 ? 0 : error / tolerance) : .infinity
      if share > worstShare { worstShare = share }
      if !(error <= tolerance) && failure == nil {
        failure =
          "\(expected.name)[\(index)] is \(actual[index]), expected \(value) "
          + "within \(tolerance)"
      }
    }
    if failure != nil { worstShare = worstFailure(actual, expected) }
  }

  // The exact share shows whether a result is slightly off or completely wrong.
  private func worstFailure(_ actual: UnsafeBufferPointer<Float>, _ expected: Expectation) -> Double
  {
    var worst = 1.0
    for index in actual.indices {
      let share =
        abs(Double(actual[index]) - expected.values[index])
        / max(expected.tolerances[index], .leastNormalMagnitude)
      worst = share <= worst ? worst : share.isNaN ? .infinity : share
    }
    return worst
  }
}
