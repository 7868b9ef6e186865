import NINCommunication
import NINKernels

private struct DoctorOptions: CommandOptions {
  var isJSON = false
  var machine = MachineOptions()

  static let groups: [OptionGroup<Self>] = [
    OptionGroup([.json(\.isJSON)]), MachineOptions.group.inside(\.machine),
  ]
}

extension Command {
  static let doctor = Command(
    "doctor", "Show what nin finds on this machine, and what is missing.",
    discussion: """
      The exit code is 1 if some command cannot work. 'nin verify' checks the kernels. With mpirun, \
      it also measures the communication between the processes.
      """
  ) { (options: DoctorOptions, console, communicator) in
    let ranks = try Diagnosis.ranks(communicator)
    guard communicator.rank == 0 else { return .success }
    let findings =
      try Diagnosis.machine(try options.machine.context(console))
      + Diagnosis.software(console.environment) + [ranks]
      + Diagnosis.storage(console.environment)
    console.print(options.isJSON ? try findings.jsonText() : text(findings))
    return findings.contains { $0.verdict == .problem } ? .failure : .success
  }

  private static func text(_ findings: [Finding]) -> String {
    let marks: [Finding.Verdict: String] = [.ok: "ok", .note: "note", .problem: "PROBLEM"]
    let rows = findings.flatMap { finding in
      [[marks[finding.verdict] ?? "", finding.name, finding.text]]
        + (finding.advice.map { [["", "", $0]] } ?? [])
    }
    return TextTable.aligned(rows)
  }
}
