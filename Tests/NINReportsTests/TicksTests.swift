import Testing

@testable import NINReports

@Suite struct TicksTests {
  @Test(arguments: [
    // range, count, first, last, number, digits
    (0.0...10.0, 5, 0.0, 10.0, 6, 0), (2.05...2.31, 5, 2.0, 2.4, 5, 1),
    (0.0987...0.0992, 5, 0.0987, 0.0992, 6, 4), (-3.0...7.0, 5, -4.0, 8.0, 7, 0),
    (9.7...61.2, 5, 0.0, 80.0, 5, 0),
  ])
  func roundNumbersEncloseTheRange(
    _ range: ClosedRange<Double>, _ count: Int, _ first: Double, _ last: Double, _ number: Int,
    _ digits: Int
  ) throws {
    let ticks = Ticks(range, count: count)
    #expect(abs(ticks.range.lowerBound - first) < 1e-9)
    #expect(abs(ticks.range.upperBound - last) < 1e-9)
    #expect(ticks.values.count == number)
    #expect(ticks.digits == digits)
  }

  @Test(arguments: [0.0, 2.302585, -1e-12, 1e12])
  func aSingleValueHasAnAxisToo(_ value: Double) {
    let ticks = Ticks(value...value, count: 5)
    #expect(ticks.values.count >= 2)
    #expect(ticks.range.lowerBound <= value + 1e-6 && ticks.range.upperBound > value)
  }

  @Test(arguments: [1, 2, 3, 10, 300, 12345])
  func epochsAreWhole(_ epochs: Int) {
    let ticks = Ticks(0...Double(epochs), count: 8, areWhole: true)
    #expect(ticks.values.allSatisfy { $0 == $0.rounded() })
    #expect(ticks.values.count <= 10)
    #expect(ticks.digits == 0)
  }
}
