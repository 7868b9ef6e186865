import NINBenchmarking
import NINKernels
import NINModules

extension Diagnosis {
  /// In so short a measurement, differences of up to a tenth between instruction sets are noise.
  private static let margin = 0.1

  /// Whether the instruction set in use is the fastest one. Takes about a second.
  /// - Throws: `KernelError` when there is no memory.
  static func speed(_ context: ExecutionContext) throws -> Finding {
    let first = try comparison(ISA.available, rounds: 3, context)
    guard let faster = first.fasterThanChosen(margin: margin) else { return finding(first) }
    // Another program may have disturbed the first measurement.
    return finding(try comparison([context.isa, faster.isa], rounds: 5, context))
  }

  private static func comparison(
    _ isas: [ISA], rounds: Int, _ context: ExecutionContext
  ) throws -> ISAComparison {
    try ISAComparison(
      Network(.ninCIFAR10), batchSize: 1, chunk: 1, math: .fast, rounds: rounds, isas: isas,
      context: context)
  }

  private static func finding(_ comparison: ISAComparison) -> Finding {
    guard let faster = comparison.fasterThanChosen(margin: margin) else {
      return .ok("speed", "no instruction set is faster than \(comparison.chosen)")
    }
    return Finding(
      name: "speed", verdict: .note,
      text: "\(faster.isa) is faster than \(comparison.chosen), which is used",
      advice: "choose it with --isa \(faster.isa) or NIN_ISA=\(faster.isa); "
        + "nin bench --isas measures longer")
  }
}
