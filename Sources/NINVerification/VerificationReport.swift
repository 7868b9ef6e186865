import NINKernels

/// The results of a verification: one row per kernel and instruction set.
public struct VerificationReport: Hashable, Codable, Sendable {
  /// One kernel on one instruction set.
  public struct Row: Hashable, Codable, Sendable {
    /// The result of all cases.
    public enum Verdict: String, Codable, Sendable {
      /// All errors are within their tolerances.
      case passed
      /// At least one error is not.
      case failed
      /// The instruction set is not available here.
      case skipped
    }

    /// The kernel.
    public let kernel: KernelName
    /// The instruction set.
    public let isa: ISA
    /// The number of cases.
    public var cases = 0
    /// The largest error as a share of its tolerance.
    public var worstShare = 0.0
    /// The result so far.
    public var verdict = Verdict.passed
    /// The first failure, with all that is needed to repeat it; nil when there is none.
    public var firstFailure: String?
  }

  /// The seed of inputs and random shapes.
  public var seed: UInt64
  /// In the order of the verification.
  public var rows: [Row]

  /// Whether any kernel is wrong.
  public var hasFailed: Bool { rows.contains { $0.verdict == .failed } }
  /// The number of all cases.
  public var caseCount: Int { rows.reduce(0) { $0 + $1.cases } }
}
