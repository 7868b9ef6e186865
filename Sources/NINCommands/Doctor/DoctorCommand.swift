import Foundation
import NINKernels
import NINTraining

extension Command {
  static let doctor = Command(
    name: "doctor", abstract: "Look at this machine as nin sees it, and say what is missing.",
    discussion: "Exit code 1 when something that nin does cannot work. To check the kernels "
      + "themselves: nin verify.",
    groups: [.init(title: "Options", options: [json.declaration]), TrainOptions.machine]
  ) { arguments, console in
    let context = try ExecutionContext(
      arguments, isa: try ISA(arguments, environment: console.environment))
    let findings =
      Diagnosis.machine(context) + Diagnosis.software(console.environment)
      + Diagnosis.storage(console.environment)
    console.print(try arguments[json] == true ? findings.jsonText() : text(findings))
    return findings.contains { $0.verdict == .problem } ? .failure : .success
  }

  private static let json = Option<Bool>.flag("--json", "One JSON document on standard output.")

  private static func text(_ findings: [Finding]) -> String {
    let width = findings.map(\.name.count).max() ?? 0
    let marks: [Finding.Verdict: String] = [
      .ok: "ok      ", .note: "note    ", .problem: "PROBLEM ",
    ]
    return findings.map { finding in
      let name = finding.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let advice = finding.advice.map { "\n" + String(repeating: " ", count: width + 10) + $0 }
      return "\(marks[finding.verdict] ?? "")\(name)  \(finding.text)" + (advice ?? "")
    }.joined(separator: "\n")
  }
}
