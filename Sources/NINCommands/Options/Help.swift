/// The help of commands, as wide as the terminal.
struct Help {
  let columns: Int

  static let abstract = "Train and run Network in Network (Lin et al. 2013) on the CPU."

  /// Options that are used without a command.
  static let standing = [("--version", "Show the version."), ("-h, --help", "Show help.")]

  /// Environment variables that several commands read.
  static let variables = [
    ("NIN_DATA", "A folder of data sets, which is searched first."),
    ("NIN_ISA", "The instruction set, unless --isa names one."),
    ("OMP_NUM_THREADS", "The number of threads, unless --threads gives it."),
  ]

  static let exitCodes = [
    ("0", "Success."), ("1", "Something failed; the last line says what."),
    ("64", "The command line cannot be understood."), ("130", "Stopped by Ctrl-C."),
  ]

  /// One line for each command.
  func list(_ commands: [Command]) -> String { list(commands.map { ($0.name, $0.abstract) }) }

  /// The help of the program: all commands, and what they have in common.
  func overview(_ commands: [Command]) -> String {
    """
    \(Self.abstract)

    Usage: nin <command> [options]

    Commands:
    \(list(commands))

    Options:
    \(list(Self.standing))

    Environment variables:
    \(list(Self.variables))

    Exit codes:
    \(list(Self.exitCodes))

    See 'nin help <command>' for the options of a command.
    """
  }

  func text(_ command: Command) -> String {
    var parts = [paragraph(command.abstract), paragraph("Usage: \(command.usage)")]
    if !command.discussion.isEmpty { parts.append(paragraph(command.discussion)) }
    if !command.operands.isEmpty {
      parts.append("Arguments:\n" + list(command.operands.map { ("<\($0.name)>", $0.help) }))
    }
    for group in command.groups {
      parts.append("\(group.title):\n" + list(group.options.map { ($0.label, $0.fullHelp) }))
    }
    parts.append("Help:\n" + list([("-h, --help", "Show this help.")]))
    return parts.joined(separator: "\n\n")
  }

  private func paragraph(_ text: String) -> String {
    WrappedText.paragraph(text, columns: columns)
  }

  private func list(_ rows: [(String, String)]) -> String {
    WrappedText.list(rows.map { (name: $0.0, text: $0.1) }, columns: columns)
  }
}

extension OptionFacts {
  /// "--epochs N", "--json", or "--[no-]shuffle" for a flag that may be on by default.
  var label: String {
    if let placeholder { return "\(name) \(placeholder)" }
    return usual == ValueFormat<Bool>.off ? name : "--[no-]" + name.dropFirst(2)
  }

  /// The help with the possible values and the default.
  var fullHelp: String {
    let isPlainFlag = isFlag && usual == ValueFormat<Bool>.off
    let notes = [
      choices.isEmpty ? nil : choices.joined(separator: ", "),
      isPlainFlag ? nil : usual.map { "default: \($0)" },
    ].compactMap { $0 }
    return help + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
  }
}
