import Foundation
import NINPictures

/// Elements of HTML and SVG as text.
enum Markup {
  /// An element.
  /// - Parameters:
  ///   - name: "text", "tr".
  ///   - attributes: plain text, which is escaped here.
  ///   - content: markup.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String = ""
  ) -> String {
    let list = attributes.map { " \($0)=\"\($1.xmlEscaped)\"" }.joined()
    return "<\(name)\(list)>\(content)</\(name)>"
  }

  /// Text as content.
  static func text(_ text: String) -> String { text.xmlEscaped }
}

extension Double {
  /// The number with a decimal point in every locale; a dash if it is not finite.
  func formatted(digits: Int) -> String {
    guard isFinite else { return "–" }
    return String(format: "%.\(digits)f", self)
  }
}
