import NINKernels

/// What a verification found: one row per kernel and instruction set.
public struct VerificationReport: Hashable, Codable, Sendable {
  /// One kernel on one instruction set.
  public struct Row: Hashable, Codable, Sendable {
    /// What came out.
    public enum Verdict: String, Codable, Sendable {
      case passed, failed
      /// The instruction set is not available here.
      case skipped
    }

    /// The kernel.
    public let kernel: KernelName
    /// The instruction set.
    public let isa: ISA
    public var cases = 0
    /// The largest error as a share of its tolerance.
    public var worstShare = 0.0
    /// What came out so far.
    public var verdict = Verdict.passed
    /// How to see the first failure again.
    public var firstFailure: String?
  }

  /// What inputs and random shapes were drawn from.
  public var seed: UInt64
  /// In the order of the verification.
  public var rows: [Row]

  /// Whether any kernel is wrong.
  public var hasFailed: Bool { rows.contains { $0.verdict == .failed } }
  public var caseCount: Int { rows.reduce(0) { $0 + $1.cases } }
}
