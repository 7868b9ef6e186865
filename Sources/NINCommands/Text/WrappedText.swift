/// Text broken into lines at spaces.
enum WrappedText {
  /// Columns of an option's name in lists; longer names have a line of their own.
  private static let labelWidth = 26
  /// The fewest characters a line of text has, however narrow the terminal is.
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

  /// Names on the left, their texts on the right; below each other where the terminal is narrow.
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
