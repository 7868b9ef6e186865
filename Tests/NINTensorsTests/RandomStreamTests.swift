import NINTensors
import Testing

@Suite struct RandomStreamTests {
  /// Computed by a Python program from the documented formula, after its hash was checked against
  /// SplitMix64's published numbers. They must never change, because resumed runs depend on them.
  @Test func numbersAreThoseOfTheFormula() {
    var plain = RandomStream(seed: 0, purpose: .initialization)
    #expect(plain.next() == 0x85c6_1a30_0ec7_0fa1)
    #expect(plain.next() == 0x4952_c2a6_e1ef_0b78)
    #expect(plain.next() == 0xf30f_1e31_8359_884b)
    var one = RandomStream(seed: 42, purpose: .dropout, 7)
    #expect(one.next() == 0x4328_093b_a1f3_d3c2)
    #expect(one.next() == 0xf656_a608_fd5b_4128)
    var two = RandomStream(seed: .max, purpose: .testing, 0, -1)
    #expect(two.next() == 0x7bfd_d7a5_cfe2_b1d6)
  }

  @Test func streamsOfOtherPurposesOrPlacesShareNoNumber() {
    let streams = [
      RandomStream(seed: 1, purpose: .dropout), RandomStream(seed: 1, purpose: .shuffling),
      RandomStream(seed: 2, purpose: .dropout), RandomStream(seed: 1, purpose: .dropout, 0),
      RandomStream(seed: 1, purpose: .dropout, 1), RandomStream(seed: 1, purpose: .dropout, 0, 1),
      RandomStream(seed: 1, purpose: .dropout, 1, 0),
    ]
    var seen: Set<UInt64> = []
    for var stream in streams { for _ in 0..<1000 { seen.insert(stream.next()) } }
    #expect(seen.count == 1000 * streams.count)
  }

  /// The mean of n draws is within five standard errors, which follow from the distribution.
  @Test func uniformHasItsMoments() {
    var stream = RandomStream(seed: 3, purpose: .testing)
    let draws = (0..<20_000).map { _ in Double(stream.uniform()) }
    #expect(draws.allSatisfy { (0..<1).contains($0) })
    #expect(abs(mean(draws) - 0.5) < 5 * (1.0 / 12 / 20_000).squareRoot())
    let squares = draws.map { $0 * $0 }
    #expect(abs(mean(squares) - 1.0 / 3) < 5 * (4.0 / 45 / 20_000).squareRoot())
  }

  @Test func normalHasItsMoments() {
    var stream = RandomStream(seed: 4, purpose: .testing)
    let draws = (0..<20_000).map { _ in Double(stream.normal()) }
    #expect(draws.allSatisfy { $0.isFinite })
    #expect(abs(mean(draws)) < 5 * (1.0 / 20_000).squareRoot())
    #expect(abs(mean(draws.map { $0 * $0 }) - 1) < 5 * (2.0 / 20_000).squareRoot())
    #expect(abs(mean(draws.map { $0 * $0 * $0 })) < 5 * (15.0 / 20_000).squareRoot())
    #expect(abs(mean(draws.map { $0 * $0 * $0 * $0 }) - 3) < 5 * (96.0 / 20_000).squareRoot())
  }

  @Test func integersStayBelowTheirBoundAndAreEvenlySpread() {
    var stream = RandomStream(seed: 5, purpose: .testing)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<7000 { counts[stream.integer(below: 7)] += 1 }
    let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    // 99.99 % of six degrees of freedom.
    #expect(chiSquare < 27.86)
  }

  @Test(arguments: [0, 1, 2, 3, 100])
  func permutationHoldsEachIndexOnce(count: Int) {
    var stream = RandomStream(seed: 6, purpose: .shuffling, count)
    let order = stream.permutation(count)
    #expect(order.sorted() == Array(0..<count))
    if count == 100 { #expect(order != Array(0..<count)) }
  }

  @Test func everyPermutationOfThreeIsEquallyLikely() {
    var counts: [[Int]: Int] = [:]
    for epoch in 0..<6000 {
      var stream = RandomStream(seed: 7, purpose: .shuffling, epoch)
      counts[stream.permutation(3), default: 0] += 1
    }
    let chiSquare = counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(counts.count == 6)
    // 99.99 % of five degrees of freedom.
    #expect(chiSquare < 25.74)
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
