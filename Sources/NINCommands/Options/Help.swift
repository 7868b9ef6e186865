/// Writes the help of commands, as wide as the terminal.
struct Help {
  let columns: Int

  /// The overview: all commands, a line each.
  func overview(_ commands: [Command]) -> String {
    let rows = commands.map { ($0.name, $0.abstract) } + [("help", "Show the help of a command.")]
    return """
      Train and run Network in Network (Lin et al. 2013) on the CPU.

      Usage: nin <command> [options]

      Commands:
      \(table(rows))

      Options:
      \(table([("--version", "Show the version."), ("-h, --help", "Show help.")]))

      See 'nin help <command>' for a command's options.
      """
  }

  func text(_ command: Command) -> String {
    var parts = [command.abstract, "Usage: \(command.usage)"]
    if !command.discussion.isEmpty { parts.append(wrapped(command.discussion, indent: 0)) }
    if !command.operands.isEmpty {
      parts.append("Arguments:\n" + table(command.operands.map { ("<\($0.name)>", $0.help) }))
    }
    for group in command.groups {
      parts.append("\(group.title):\n" + table(group.options.map { (label($0), line($0)) }))
    }
    parts.append("Help:\n" + table([("-h, --help", "Show this help.")]))
    return parts.joined(separator: "\n\n")
  }

  private func label(_ option: OptionDeclaration) -> String {
    if let placeholder = option.placeholder { return "\(option.name) \(placeholder)" }
    return "\(option.name)/\(option.negation ?? "")"
  }

  private func line(_ option: OptionDeclaration) -> String {
    let choices = option.choices.joined(separator: ", ")
    return option.help + (choices.isEmpty ? "" : " (\(choices))")
  }

  /// Two columns; the second is wrapped, and begins a line of its own where the first is long.
  private func table(_ rows: [(String, String)]) -> String {
    let indent = 26
    return rows.map { left, right in
      let text = wrapped(right, indent: indent)
      let label = "  " + left
      guard label.count < indent - 1 else {
        return label + "\n" + String(repeating: " ", count: indent) + text
      }
      return label + String(repeating: " ", count: indent - label.count) + text
    }.joined(separator: "\n")
  }

  /// Breaks `text` at spaces; lines after the first begin with `indent` spaces.
  private func wrapped(_ text: String, indent: Int) -> String {
    let width = max(columns - indent, 30)
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
