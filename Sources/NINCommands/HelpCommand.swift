private struct HelpOptions: CommandOptions {
  var words: [String] = []
  var isMarkdown = false

  static let operands: [Operand<Self>] = [
    .init(
      each: "command", \.words, .text("COMMAND"), isOptional: true,
      "The command; without one, all commands are listed.")
  ]
  static let groups = [
    OptionGroup<Self>([
      .init(
        "--markdown", \.isMarkdown, .flag,
        "Print the help of all commands as Markdown; pandoc -s -t man makes a manual page of it.")
    ])
  ]
}

extension Command {
  static let help = Command("help", "Show the help of a command.") {
    (options: HelpOptions, console) in
    if options.isMarkdown {
      console.print(MarkdownHelp.document(Commands.all))
    } else if options.words.isEmpty {
      console.print(Commands.help(Commands.all, console))
    } else {
      console.print(Commands.help(try Commands.commands(named: options.words[...]), console))
    }
    return .success
  }
}
