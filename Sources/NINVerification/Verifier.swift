import NINKernels

/// Compares the kernels with the reference, on every instruction set of this machine.
public struct Verifier {
  /// The kernels to verify.
  public var kernels: [KernelName] = KernelName.allCases
  /// The instruction sets; those that this machine lacks are reported as skipped.
  public var isas: [ISA] = ISA.allCases
  /// The seed of inputs and random shapes.
  public var seed: UInt64 = 1
  /// The number of random shapes per kernel, in addition to the fixed ones.
  public var randomCases = 24
  /// Thread counts that must give the same bits.
  public var threads = [1, 2, 3, 5]

  /// Verifies everything, with seed 1.
  public init() {}

  /// Runs all checks.
  /// - Parameters:
  ///   - onRow: called when a kernel is done on an instruction set.
  ///   - shouldStop: asked between cases; true ends the verification early.
  /// - Throws: when a check cannot be built, which is a defect of the verifier.
  public func run(
    onRow: (VerificationReport.Row) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws -> VerificationReport {
    var report = VerificationReport(seed: seed, rows: [])
    for kernel in kernels {
      let list = CheckList(kernel: kernel, seed: seed, randomCases: randomCases)
      var rows = isas.map { isa in
        VerificationReport.Row(
          kernel: kernel, isa: isa, verdict: isa.isAvailable ? .passed : .skipped)
      }
      for index in 0..<list.count where !shouldStop() {
        guard let check = try list.make(index) else { continue }
        for row in rows.indices where rows[row].verdict != .skipped {
          Self.run(check, threads: threads, into: &rows[row])
        }
      }
      rows.forEach(onRow)
      report.rows += rows
    }
    return report
  }

  /// Runs one check on the row's instruction set and adds it to the row.
  static func run(_ check: Check, threads: [Int], into row: inout VerificationReport.Row) {
    // A real layer takes long, so it runs on two thread counts only.
    let outputs = check.expectations.reduce(0) { $0 + $1.values.count }
    let counts = outputs > 50_000 ? Array(threads.prefix(2)) : threads
    let (share, failure) = check.run(row.isa, threads: counts)
    row.cases += 1
    row.worstShare = max(row.worstShare, share)
    if let failure {
      row.verdict = .failed
      row.firstFailure = row.firstFailure ?? failure
    }
  }
}
