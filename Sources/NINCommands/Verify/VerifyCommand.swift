import Foundation
import NINKernels
import NINVerification

private struct VerifyOptions: CommandOptions {
  var kernel: KernelName?
  var machine = MachineOptions()
  var seed: UInt64 = 1
  var cases = Verifier().randomCases
  var isEndless = false
  var isJSON = false

  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      .init("--kernel", \.kernel, .choice("KERNEL"), otherwise: "all", "Check this kernel only."),
      .init(
        "--isa", \.machine.isa, .choice("ISA"), otherwise: "all of this machine",
        "Check this instruction set only."),
      .init("--seed", \.seed, .integer(0...UInt64.max), "The seed of all inputs and shapes."),
      .init(
        "--cases", \.cases, .integer(0...1_000_000),
        "The number of random shapes per kernel, besides the fixed ones."),
      .init(
        "--all", \.isEndless, .flag, "Continue with new seeds until Ctrl-C or a failure."),
      .init("--json", \.isJSON, .flag, "Print the report as JSON, one line per seed."),
    ])
  ]

  func verifier(_ console: Console) throws -> Verifier {
    var verifier = Verifier()
    verifier.kernels = kernel.map { [$0] } ?? KernelName.allCases
    if let isa = try machine.requestedISA(console) {
      guard isa.isAvailable else { throw KernelError.unavailable(isa) }
      verifier.isas = [isa]
    }
    verifier.seed = seed
    verifier.randomCases = cases
    return verifier
  }
}

extension Command {
  static let verify = Command(
    "verify", "Compare every kernel with a reference in plain Swift.",
    discussion: """
      Checks every kernel on every instruction set of this machine: on the layers of the networks, \
      on edge shapes and on random shapes. Prints the largest error as a share of the bound for \
      rounding errors. The exit code is 1 if an error is larger.
      """
  ) { (options: VerifyOptions, console) in
    let interrupts = InterruptMonitor { console.note("\nStopping after this case.") }
    var verifier = try options.verifier(console)
    let table = VerificationTable(console, isJSON: options.isJSON)
    repeat {
      let report = try verifier.run(
        onRow: table.show, shouldStop: { interrupts.signalNumber != nil })
      try table.finish(report)
      if report.hasFailed { return .failure }
      verifier.seed &+= 1_000_000
    } while options.isEndless && interrupts.signalNumber == nil
    return interrupts.signalNumber == nil ? .success : .interrupted
  }
}

/// Prints the report as a table, row by row, or as JSON.
private final class VerificationTable {
  private let console: Console
  private let isJSON: Bool
  private let start = Date()

  init(_ console: Console, isJSON: Bool) {
    self.console = console
    self.isJSON = isJSON
    if !isJSON { console.print(Self.line("kernel", "isa", "cases", "largest error", "verdict")) }
  }

  func show(_ row: VerificationReport.Row) {
    guard !isJSON else { return }
    let skipped = row.verdict == .skipped
    let share = String(format: "%.3f of bound", row.worstShare)
    console.print(
      Self.line(
        row.kernel.rawValue, row.isa.rawValue, skipped ? "-" : String(row.cases),
        skipped ? "-" : share, skipped ? "skipped: not on this machine" : row.verdict.rawValue))
    if let failure = row.firstFailure { console.print("  \(failure)") }
  }

  func finish(_ report: VerificationReport) throws {
    if isJSON {
      console.print(try report.jsonText(isOneLine: true))
      return
    }
    let failed = report.rows.count { $0.verdict == .failed }
    let seconds = String(format: "%.1f", Date().timeIntervalSince(start))
    console.print(
      "\(report.caseCount.of("case")) in \(seconds) s, seed \(report.seed): "
        + (failed == 0 ? "all passed" : "\(failed) of \(report.rows.count) rows FAILED"))
  }

  private static func line(_ cells: String...) -> String {
    TextTable.line(cells, [22, 7, 5, 15])
  }
}
