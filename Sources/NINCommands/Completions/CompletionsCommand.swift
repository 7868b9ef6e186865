private struct CompletionsOptions: CommandOptions {
  var shell = Shell.bash
  var words: [String] = []

  static let operands: [Operand<Self>] = [
    .init("shell", \.shell, .choice("SHELL"), "The shell."),
    .init(
      each: "words", \.words, .anyText, isOptional: true, "A command line, without nin."),
  ]
  static let groups: [OptionGroup<Self>] = []
}

extension Command {
  static let completions = Command(
    "completions", "Print the completions for a shell.",
    discussion:
      "The first line of the output says how to load it in the shell. With words after --, "
      + "prints the possible completions of the last word."
  ) { (options: CompletionsOptions, console) in
    guard !options.words.isEmpty else {
      console.print(options.shell.script)
      return .success
    }
    let completion = Completion(options.words)
    for candidate in completion.candidates { console.print("\(candidate.text)\t\(candidate.help)") }
    if completion.takesFiles { console.print(":files") }
    return .success
  }
}

extension ValueFormat where Value == String {
  /// Any text, even an empty one: it is the word to be completed.
  fileprivate static var anyText: ValueFormat {
    ValueFormat(placeholder: "WORD", expects: "a text", parse: { $0 })
  }
}
