/// A part of the help of all commands, without its layout.
enum HelpPart {
  /// A heading of level 1 for all commands, 2 for one command, 3 for a group of its options.
  case heading(String, level: Int)
  case paragraph(String)
  case usage(String)
  case list([(name: String, text: String)])

  /// The whole help, except the name and the purpose of the program.
  static func all(_ commands: [Command]) -> [HelpPart] {
    [
      .heading("Synopsis", level: 1), .usage("nin <command> [options]"),
      .heading("Options", level: 1), rows(Help.standing),
      .heading("Commands", level: 1),
    ] + commands.flatMap(parts) + [
      .heading("Environment variables", level: 1), rows(Help.variables),
      .heading("Exit codes", level: 1), rows(Help.exitCodes),
    ]
  }

  private static func parts(_ command: Command) -> [HelpPart] {
    var parts: [HelpPart] = [
      .heading("nin \(command.name)", level: 2), .paragraph(command.abstract),
      .usage(command.usage),
    ]
    if !command.discussion.isEmpty { parts.append(.paragraph(command.discussion)) }
    if !command.operands.isEmpty {
      let operands = command.operands.map { ("<\($0.name)>", $0.help) }
      parts += [.heading("Arguments", level: 3), rows(operands)]
    }
    for group in command.groups {
      let options = group.options.map { ($0.label, $0.fullHelp) }
      parts += [.heading(group.title, level: 3), rows(options)]
    }
    return parts
  }

  private static func rows(_ rows: [(String, String)]) -> HelpPart {
    .list(rows.map { (name: $0.0, text: $0.1) })
  }
}
