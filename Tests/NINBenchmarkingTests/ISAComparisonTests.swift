import NINKernels
import NINModules
import Testing

@testable import NINBenchmarking

@Suite struct ISAComparisonTests {
  private func comparison(_ chosen: ISA, _ rows: [ISAComparison.Row]) -> ISAComparison {
    ISAComparison(model: "nin", batch: 8, threads: 2, chosen: chosen, rows: rows)
  }

  @Test func aSetThatIsFasterInEitherModeIsFound() {
    let rows: [ISAComparison.Row] = [
      .init(isa: .scalar, training: 1, inference: 3),
      .init(isa: .avx2, training: 11, inference: 42),
      .init(isa: .avx512, training: 10, inference: 30),
    ]
    #expect(comparison(.avx2, rows).fasterThanChosen(margin: 0) == nil)
    #expect(comparison(.avx512, rows).fasterThanChosen(margin: 0.1)?.isa == .avx2)
    #expect(comparison(.avx512, rows).fasterThanChosen(margin: 0.5) == nil)
    #expect(comparison(.scalar, rows).fasterThanChosen(margin: 0.1)?.isa == .avx2)
    #expect(rows[1].ratio(to: rows[2]) == 1.4)
  }

  @Test func everySetOfTheMachineIsMeasured() throws {
    let comparison = try ISAComparison(
      Network(.ninSmall), batchSize: 2, chunk: 2, math: .fast, rounds: 1,
      context: ExecutionContext(isa: .scalar, threads: 1))
    #expect(Set(comparison.rows.map(\.isa)) == Set(ISA.available))
    #expect(comparison.rows.allSatisfy { $0.training > 0 && $0.inference > 0 })
    #expect(comparison.rows.allSatisfy { $0.training.isFinite && $0.inference.isFinite })
    #expect(comparison.chosen == .scalar)
    #expect(comparison.threads == 1)
  }

  /// One slow measurement of a fast set does not count. A very slow set is not measured again.
  @Test func theFastestVisitCountsAndHopelessSetsAreLeftOut() {
    let times: [ISA: [Double]] = [.avx512: [2, 1, 2], .avx2: [2.5, 5, 2], .scalar: [30, 1, 1]]
    var visits: [ISA: Int] = [:]
    let seconds = ISAComparison.seconds([.avx512, .avx2, .scalar], rounds: 3) { isa, mode in
      guard mode == .training else { return 1 }
      visits[isa, default: 0] += 1
      return times[isa]?[visits[isa, default: 1] - 1] ?? 0
    }
    #expect(visits == [.avx512: 3, .avx2: 3, .scalar: 1])
    #expect(seconds.mapValues { $0[.training] } == [.avx512: 1, .avx2: 2, .scalar: 30])
    #expect(seconds[.scalar]?[.inference] == 1)
  }
}
