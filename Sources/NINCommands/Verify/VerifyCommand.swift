import Foundation
import NINKernels
import NINVerification

extension Command {
  static let verify = Command(
    name: "verify", abstract: "Compare every kernel with the pure-Swift reference.",
    discussion: """
      Every kernel, on every instruction set of this machine or the one that --isa names, on the networks' own layers, on edge \
      shapes and on random shapes. Prints the worst error as a share of what rounding allows; \
      exit code 1 when anything is wrong.
      """,
    groups: [
      .init(
        title: "Options",
        options: [
          kernel.declaration, TrainOptions.isa.declaration, seed.declaration, cases.declaration,
          all.declaration, json.declaration,
        ])
    ]
  ) { arguments, console in
    let interrupts = InterruptMonitor { console.note("\nStopping after this case.") }
    var verifier = Verifier()
    verifier.kernels = arguments[kernel].map { [$0] } ?? KernelName.allCases
    if let isa = try ISA(named: arguments, environment: console.environment) {
      guard isa.isAvailable else { throw KernelError.unavailable(isa) }
      verifier.isas = [isa]
    }
    verifier.seed = arguments[seed] ?? 1
    verifier.randomCases = arguments[cases] ?? verifier.randomCases
    let table = VerificationTable(console, isQuiet: arguments[json] ?? false)
    repeat {
      let report = try verifier.run(
        onRow: table.show, shouldStop: { interrupts.signalNumber != nil })
      try table.finish(report)
      if report.hasFailed { return .failure }
      verifier.seed &+= 1_000_000
    } while arguments[all] ?? false && interrupts.signalNumber == nil
    return interrupts.signalNumber == nil ? .success : .interrupted
  }

  private static let kernel = Option<KernelName>.choice("--kernel", "Only this kernel.")
  private static let seed = Option<UInt64>.seed("--seed", "Where inputs and shapes are drawn from.")
  private static let cases = Option<Int>.integer(
    "--cases", "N", "Random shapes a kernel, beyond the fixed ones.", in: 0...1_000_000)
  private static let all = Option<Bool>.flag(
    "--all", "Go on with new seeds until Ctrl-C or a failure.")
  private static let json = Option<Bool>.flag("--json", "The report as JSON, a line a sweep.")
}

/// The report as people read it, a row at a time, or as JSON.
private final class VerificationTable {
  private let console: Console
  private let isQuiet: Bool
  private let start = Date()

  init(_ console: Console, isQuiet: Bool) {
    self.console = console
    self.isQuiet = isQuiet
    if !isQuiet { console.print(Self.line("kernel", "isa", "cases", "worst error", "verdict")) }
  }

  func show(_ row: VerificationReport.Row) {
    guard !isQuiet else { return }
    let skipped = row.verdict == .skipped
    let share = String(format: "%.3f of bound", row.worstShare)
    console.print(
      Self.line(
        row.kernel.rawValue, row.isa.rawValue, skipped ? "-" : String(row.cases),
        skipped ? "-" : share, skipped ? "skipped: not on this machine" : row.verdict.rawValue))
    if let failure = row.firstFailure { console.print("  \(failure)") }
  }

  func finish(_ report: VerificationReport) throws {
    if isQuiet {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      console.print(String(decoding: try encoder.encode(report), as: UTF8.self))
      return
    }
    let failed = report.rows.count { $0.verdict == .failed }
    let seconds = String(format: "%.1f", Date().timeIntervalSince(start))
    console.print(
      "\(report.caseCount) cases in \(seconds) s, seed \(report.seed): "
        + (failed == 0 ? "all passed" : "\(failed) of \(report.rows.count) rows FAILED"))
  }

  private static func line(_ cells: String...) -> String {
    let widths = [23, 8, 6, 16]
    var result = ""
    for (index, cell) in cells.enumerated() {
      let width = index < widths.count ? widths[index] : 0
      result += cell + String(repeating: " ", count: max(width - cell.count, 0) + 1)
    }
    return result.trimmingCharacters(in: .whitespaces)
  }
}
