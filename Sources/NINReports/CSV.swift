import Foundation

/// Tables as text (RFC 4180).
public enum CSV {
  /// A row without its end of line; fields with commas, quotes or line ends are quoted.
  ///
  /// Text that a spreadsheet would take for a formula gets an apostrophe in front, which makes it
  /// text there as well (OWASP, "CSV Injection").
  public static func row(_ fields: [String]) -> String {
    fields.map { quoted(harmless($0)) }.joined(separator: ",")
  }

  // Scalars are looked at, not characters: a comma with an accent over it separates all the same.
  private static func quoted(_ field: String) -> String {
    let marks: [Unicode.Scalar] = [",", "\"", "\n", "\r"]
    guard field.unicodeScalars.contains(where: marks.contains) else { return field }
    var quoted = "\"".unicodeScalars
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }

  private static func harmless(_ field: String) -> String {
    let marks: [Unicode.Scalar] = ["=", "+", "-", "@", "\t", "\r"]
    guard let first = field.unicodeScalars.first, marks.contains(first), Double(field) == nil
    else { return field }
    return "'" + field
  }
}
