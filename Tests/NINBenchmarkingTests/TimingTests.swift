import Testing

@testable import NINBenchmarking

@Suite struct TimingTests {
  @Test func medianAndSpreadAreThoseOfTheSortedSeconds() {
    let timing = Timing(seconds: [5, 1, 2, 4, 3])
    #expect(timing.seconds == [1, 2, 3, 4, 5])
    #expect(timing.median == 3)
    #expect(timing.spread == (4 - 2) / 2.0 / 3)
    #expect(Timing(seconds: [7]).median == 7)
    #expect(Timing(seconds: [7]).spread == 0)
  }

  @Test func warmUpIsNotTimed() {
    var runs = 0
    let timing = Timing(samples: 3, warmUp: 2) { runs += 1 }
    #expect(runs == 5)
    #expect(timing.seconds.count == 3)
  }
}
