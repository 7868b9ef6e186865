/// The help of all commands as a page for `man` (the macros of man(7)).
enum ManualPage {
  static func document(_ commands: [Command], version: String) -> String {
    let head = [
      ".TH NIN 1 \"\" \"nin \(version)\" \"User Commands\"", ".SH NAME",
      "nin \\- \(escaped(Help.abstract))",
    ]
    return (head + HelpPart.all(commands).map(text)).joined(separator: "\n")
  }

  private static func text(_ part: HelpPart) -> String {
    switch part {
    case .heading(let title, level: 1): ".SH \(escaped(title.uppercased()))"
    case .heading(let title, level: 2): ".SS \(escaped(title))"
    case .heading(let title, _): ".P\n\(bold(title))"
    case .paragraph(let text): ".P\n\(escaped(text))"
    case .usage(let usage): ".P\n\(bold(usage))"
    case .list(let rows):
      rows.map { ".TP\n\(bold($0.name))\n\(escaped($0.text))" }.joined(separator: "\n")
    }
  }

  private static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

  /// Text of one line, escaped so that it has no macros and keeps its hyphens.
  private static func escaped(_ text: String) -> String {
    let line = text.replacing("\n", with: " ").replacing("\\", with: "\\e")
      .replacing("-", with: "\\-")
    return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }
}
