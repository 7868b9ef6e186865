import NINKernels

/// Kernels against the reference, on every instruction set that is present.
public struct Verifier {
  /// What is verified.
  public var kernels: [KernelName] = KernelName.allCases
  /// On which instruction sets; those that this machine lacks are reported as skipped.
  public var isas: [ISA] = ISA.allCases
  /// What inputs and random shapes are drawn from.
  public var seed: UInt64 = 1
  /// Random shapes per kernel, beyond the fixed ones.
  public var randomCases = 24
  /// Thread counts that must give the same bits.
  public var threads = [1, 2, 3, 5]

  /// Verifies everything, with seed 1.
  public init() {}

  /// - Parameters:
  ///   - onRow: called when a kernel is done on an instruction set.
  ///   - shouldStop: asked between cases; true ends with what has been done.
  /// - Throws: when a check itself cannot be built, which is a defect of the verifier.
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
    // A real layer is compared on two thread counts; five small ones would be as slow as it.
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
