/// Breaks text into lines at spaces.
enum WrappedText {
  /// The width of names in lists. A longer name gets its own line.
  private static let labelWidth = 26
  /// The smallest width of a line of text, even if the terminal is narrower.
  private static let least = 20

  /// Lines after the first begin with `indent` spaces.
  static func paragraph(_ text: String, columns: Int, indent: Int = 0) -> String {
    let width = max(columns - indent, least)
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n" + spaces(indent))
  }

  /// Names on the left and their texts on the right, or below each other on a narrow terminal.
  static func list(_ rows: [(name: String, text: String)], columns: Int) -> String {
    let indent = columns >= 2 * labelWidth ? labelWidth : 6
    return rows.map { name, text in
      let label = "  " + name
      let text = paragraph(text, columns: columns, indent: indent)
      return label.count < indent - 1
        ? label + spaces(indent - label.count) + text : label + "\n" + spaces(indent) + text
    }.joined(separator: "\n")
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
