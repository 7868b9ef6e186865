import NINKernels
import NINVerification
import Testing

/// The checks of `nin verify` with few random shapes: every kernel on every instruction set.
@Suite(.serialized) struct KernelVerificationTests {
  @Test(arguments: KernelName.allCases) func agreesWithTheReference(_ kernel: KernelName) throws {
    var verifier = Verifier()
    verifier.kernels = [kernel]
    verifier.randomCases = 8
    let report = try verifier.run()
    for row in report.rows {
      #expect(row.verdict != .failed, "\(row.firstFailure ?? "")")
      #expect(row.verdict == .skipped || row.cases >= 8)
    }
  }
}
