import Foundation

/// Tables as text (RFC 4180).
public enum CSV {
  /// A row without its line end. Fields with commas, quotes or line ends are quoted.
  ///
  /// A field that a spreadsheet would read as a formula gets an apostrophe in front, which makes it
  /// text there (OWASP, "CSV Injection").
  public static func row(_ fields: [String]) -> String {
    fields.map { quoted(harmless($0)) }.joined(separator: ",")
  }

  // Scalars are compared, not characters: a comma with an accent over it is a separator too.
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
