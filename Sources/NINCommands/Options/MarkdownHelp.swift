/// The help of all commands as one Markdown document, from which other programs make a manual page.
enum MarkdownHelp {
  static func document(_ commands: [Command]) -> String {
    let parts = [
      "# nin",
      "Train and run Network in Network (Lin et al. 2013) on the CPU.",
      "## Synopsis", "`nin <command> [options]`",
      "## Options", list(Help.standing),
      "## Commands",
    ]
    let end = [
      "## Environment variables", list(Help.variables), "## Exit codes", list(Help.exitCodes),
    ]
    return (parts + commands.flatMap(section) + end).joined(separator: "\n\n")
  }

  private static func section(_ command: Command) -> [String] {
    var parts = ["### nin \(command.name)", command.abstract, "`\(command.usage)`"]
    if !command.discussion.isEmpty { parts.append(escaped(command.discussion)) }
    if !command.operands.isEmpty {
      parts += ["#### Arguments", list(command.operands.map { ("<\($0.name)>", $0.help) })]
    }
    for group in command.groups {
      parts += ["#### \(group.title)", list(group.options.map { ($0.label, $0.fullHelp) })]
    }
    return parts
  }

  private static func list(_ rows: [(String, String)]) -> String {
    rows.map { "- `\($0.0)`: \(escaped($0.1))" }.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.map { "<>*_[]\\`".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
