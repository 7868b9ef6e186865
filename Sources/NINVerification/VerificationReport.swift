import NINKernels

/// What a verification found: a row a kernel and instruction set.
public struct VerificationReport: Hashable, Codable, Sendable {
  public struct Row: Hashable, Codable, Sendable {
    public enum Verdict: String, Codable, Sendable {
      case passed, failed
      /// The instruction set is not available here.
      case skipped
    }

    public let kernel: KernelName
    public let isa: ISA
    public var cases = 0
    /// The largest error as a share of its tolerance.
    public var worstShare = 0.0
    public var verdict = Verdict.passed
    /// How to see the first failure again.
    public var firstFailure: String?
  }

  public var seed: UInt64
  public var rows: [Row]

  public var hasFailed: Bool { rows.contains { $0.verdict == .failed } }
  public var caseCount: Int { rows.reduce(0) { $0 + $1.cases } }
}
