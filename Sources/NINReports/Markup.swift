import Foundation

/// Elements of HTML and SVG as text.
enum Markup {
  /// - Parameters:
  ///   - attributes: escaped here.
  ///   - content: markup already.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String = ""
  ) -> String {
    let list = attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    return "<\(name)\(list)>\(content)</\(name)>"
  }

  static func text(_ text: String) -> String { escaped(text) }

  /// Fit for text and for values in double quotes; without the characters that XML 1.0 forbids.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Double {
  /// With a point, whatever the locale; a dash for what is no number.
  func formatted(digits: Int) -> String {
    guard isFinite else { return "–" }
    return String(format: "%.\(digits)f", self)
  }
}
