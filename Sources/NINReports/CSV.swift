import Foundation

/// Tables as text (RFC 4180).
public enum CSV {
  /// A row without its end of line; fields with commas, quotes or line ends are quoted.
  public static func row(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",")
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\n\r\r\n".contains($0) }) else { return field }
    return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
