import Foundation

/// A line of text in a figure.
struct FigureText: Sendable {
  let text: String
  let x: Int
  let y: Int
  let room: Int
  let shade: UInt8
  let isRight: Bool

  func draw(on canvas: inout Canvas) {
    let (line, scale) = Self.fitted(Self.latin(text), room: room)
    let width = Canvas.width(of: line, scale: scale)
    canvas.draw(
      line, x: isRight ? x - width : x, y: y + (scale == 1 ? 4 : 0), scale: scale,
      colour: Canvas.Colour(repeating: shade))
  }

  /// Twice as large as the font, where there is room; else as large, and with "..." for what does
  /// not fit.
  static func fitted(_ text: String, room: Int) -> (line: String, scale: Int) {
    if Canvas.width(of: text, scale: 2) <= room { return (text, 2) }
    if Canvas.width(of: text, scale: 1) <= room { return (text, 1) }
    let letters = (room + 1) / (PixelFont.width + 1) - 3
    return (String(text.prefix(max(letters, 0))) + "...", 1)
  }

  /// In letters that the font has: "Grosse Katze", "mao".
  static func latin(_ text: String) -> String {
    text.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false) ?? text
  }

  /// Text that may be too long for its room is squeezed into it.
  var svg: String {
    let size = 18
    // A letter is at most as wide as it is high; most Latin ones are half as wide.
    let width = text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? size * 3 / 5 : size) }
    let squeeze = width > room ? " textLength=\"\(room)\" lengthAdjust=\"spacingAndGlyphs\"" : ""
    return "<text x=\"\(x)\" y=\"\(y + size * 4 / 5)\" font-size=\"\(size)\" "
      + "fill=\"rgb(\(shade),\(shade),\(shade))\"\(isRight ? " text-anchor=\"end\"" : "")\(squeeze)>"
      + "\(Self.escaped(text))</text>\n"
  }

  /// XML's own characters as entities, and none that XML 1.0 forbids.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case _ where scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
