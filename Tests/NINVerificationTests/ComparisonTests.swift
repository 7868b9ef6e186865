import Testing

@testable import NINVerification

/// The comparison must detect every difference.
@Suite struct ComparisonTests {
  private let expected = Expectation(
    "y", values: [1, 2, 3], tolerances: [0.1, 0.1, 0.1])

  private func compare(_ values: [Float]) -> Comparison {
    values.withUnsafeBufferPointer { Comparison($0, expected) }
  }

  @Test func acceptsWhatIsWithinTolerance() {
    let comparison = compare([1, 2.0625, 3])
    #expect(comparison.failure == nil)
    #expect(abs(comparison.worstShare - 0.625) < 1e-9)
  }

  @Test func reportsTheFirstElementBeyond() {
    let comparison = compare([1, 2.5, 4])
    #expect(comparison.failure?.hasPrefix("y[1] is 2.5, expected 2.0") == true)
    #expect(comparison.worstShare > 9)
  }

  @Test func reportsNaN() {
    #expect(compare([1, .nan, 3]).failure != nil)
    #expect(compare([1, .nan, 3]).worstShare == .infinity)
  }

  @Test func reportsInfinity() {
    #expect(compare([1, 2, .infinity]).failure != nil)
  }

  @Test func reportsAWrongCount() {
    #expect(compare([1, 2]).failure?.contains("2 elements, 3 expected") == true)
    #expect(compare([1, 2, 3, 4]).failure != nil)
  }

  @Test func zeroToleranceWantsTheVeryNumber() {
    let exact = Expectation("y", values: [1], tolerances: [0])
    #expect([Float(1)].withUnsafeBufferPointer { Comparison($0, exact) }.failure == nil)
    #expect([Float(1).nextUp].withUnsafeBufferPointer { Comparison($0, exact) }.failure != nil)
  }
}
