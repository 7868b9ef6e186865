import Foundation
import NINBenchmarking

extension ISAComparison {
  /// The table for people, and a sentence about the instruction set in use.
  var text: String {
    let heading = ["instruction set", "training images/s", "inference images/s", ""]
    let table = TextTable.aligned(
      [heading]
        + rows.map { row in
          [
            row.isa.rawValue, String(format: "%.1f", row.training),
            String(format: "%.1f", row.inference), row.isa == chosen ? "used" : "",
          ]
        }, numbers: 1..<3)
    return """
      \(model), batch \(batch), \(threads.of("thread")); the fastest batch of each

      \(table)

      \(verdict(margin: 0.03))
      """
  }

  /// A sentence about the instruction set in use. Differences up to `margin` count as noise.
  func verdict(margin: Double) -> String {
    guard let faster = fasterThanChosen(margin: margin),
      let used = rows.first(where: { $0.isa == chosen })
    else { return "\(chosen) is used; none is faster." }
    let ratio = String(format: "%.2f", faster.ratio(to: used))
    return "\(chosen) is used, but \(faster.isa) is \(ratio) times as fast; "
      + "choose it with --isa \(faster.isa) or NIN_ISA=\(faster.isa)."
  }
}
