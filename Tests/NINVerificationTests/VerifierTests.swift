import NINKernels
import Testing

@testable import NINVerification

@Suite(.serialized) struct VerifierTests {
  @Test func givesEveryInstructionSetARow() throws {
    var verifier = Verifier()
    verifier.kernels = [.relu]
    verifier.randomCases = 0
    let report = try verifier.run()
    #expect(report.rows.map(\.isa) == ISA.allCases)
    for row in report.rows {
      #expect((row.verdict == .skipped) == !row.isa.isAvailable)
      #expect((row.cases == 0) == (row.verdict == .skipped))
    }
    #expect(!report.hasFailed)
  }

  @Test func aFailingCheckFailsItsRowAndTheReport() {
    let expectation = Expectation("y", values: [1], tolerances: [0])
    let wrong = Check(.relu, "one", seed: 3, [expectation]) { $1[0][0] = 2 }
    var row = VerificationReport.Row(kernel: .relu, isa: .scalar)
    Verifier.run(wrong, threads: [1], into: &row)
    #expect(row.verdict == .failed)
    #expect(row.firstFailure?.contains("seed 3") == true)
    #expect(VerificationReport(seed: 3, rows: [row]).hasFailed)
  }

  @Test func sameSeedSameReport() throws {
    var verifier = Verifier()
    verifier.kernels = [.maxPool, .sgd]
    verifier.isas = [.scalar]
    verifier.randomCases = 3
    let first = try verifier.run()
    #expect(first == (try verifier.run()))
    verifier.seed = 2
    #expect(first != (try verifier.run()))
  }
}
