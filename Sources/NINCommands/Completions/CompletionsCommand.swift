extension Command {
  static let completions = Command(
    name: "completions", abstract: "Print the completions for a shell.",
    discussion: "The first lines of what is printed say where the shell wants it. With words "
      + "behind --, prints what may stand for the last of them.",
    operands: [
      .init(
        name: "shell", help: "One of \(Shell.allCases.map(\.rawValue).joined(separator: ", ")).",
        choices: Shell.allCases.map(\.rawValue)),
      .init(name: "words", help: "A command line behind nin.", isOptional: true, isRepeated: true),
    ]
  ) { arguments, console in
    guard let shell = Shell(rawValue: arguments.operands[0]) else { return .usage }
    let words = arguments.operands.dropFirst()
    guard !words.isEmpty else {
      console.print(shell.script)
      return .success
    }
    let completion = Completion(Array(words))
    for candidate in completion.candidates { console.print("\(candidate.text)\t\(candidate.help)") }
    if completion.takesFiles { console.print(":files") }
    return .success
  }
}
