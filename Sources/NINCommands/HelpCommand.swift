private struct HelpOptions: CommandOptions {
  var words: [String] = []
  var isMarkdown = false
  var isManual = false

  static let operands: [Operand<Self>] = [
    .init(
      each: "command", \.words, .text("COMMAND"), isOptional: true,
      "The command; without one, all commands are listed.")
  ]
  static let groups = [
    OptionGroup<Self>([
      .init("--man", \.isManual, .flag, "Print the help of all commands as a page for man."),
      .init("--markdown", \.isMarkdown, .flag, "Print the help of all commands as Markdown."),
    ])
  ]

  mutating func finish(given: Set<String>) throws(UsageError) {
    if isManual && isMarkdown {
      throw UsageError("'--man' and '--markdown' exclude each other")
    }
  }
}

extension Command {
  static let help = Command(
    "help", "Show the help of a command.",
    discussion: "'nin help --man > ~/.local/share/man/man1/nin.1' makes the page for 'man nin'."
  ) { (options: HelpOptions, console) in
    if options.isManual {
      console.print(ManualPage.document(Commands.all, version: Commands.version))
    } else if options.isMarkdown {
      console.print(MarkdownHelp.document(Commands.all))
    } else if options.words.isEmpty {
      console.print(Commands.help(Commands.all, console))
    } else {
      console.print(Commands.help(try Commands.commands(named: options.words[...]), console))
    }
    return .success
  }
}
