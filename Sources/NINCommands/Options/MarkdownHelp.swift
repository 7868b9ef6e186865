/// The help of all commands as one Markdown document.
enum MarkdownHelp {
  static func document(_ commands: [Command]) -> String {
    (["# nin", Help.abstract] + HelpPart.all(commands).map(text)).joined(separator: "\n\n")
  }

  private static func text(_ part: HelpPart) -> String {
    switch part {
    case .heading(let title, let level): String(repeating: "#", count: level + 1) + " " + title
    case .paragraph(let text): escaped(text)
    case .usage(let usage): "`\(usage)`"
    case .list(let rows):
      rows.map { "- `\($0.name)`: \(escaped($0.text))" }.joined(separator: "\n")
    }
  }

  private static func escaped(_ text: String) -> String {
    text.map { "<>*_[]\\`".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
