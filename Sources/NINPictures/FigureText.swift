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

  /// The text at twice the size of the font if there is room, else at its size, with "..." in place
  /// of what does not fit.
  static func fitted(_ text: String, room: Int) -> (line: String, scale: Int) {
    if Canvas.width(of: text, scale: 2) <= room { return (text, 2) }
    if Canvas.width(of: text, scale: 1) <= room { return (text, 1) }
    let letters = (room + 1) / (PixelFont.width + 1) - 3
    return (String(text.prefix(max(letters, 0))) + "...", 1)
  }

  /// The text in letters that the font has: "Grosse Katze", "mao".
  static func latin(_ text: String) -> String {
    text.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false) ?? text
  }

  /// An SVG element. Text that may be too long for its room is compressed to fit.
  var svg: String {
    let size = 18
    // A letter is at most as wide as it is high; most Latin ones are half as wide.
    let width = text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? size * 3 / 5 : size) }
    let squeeze = width > room ? " textLength=\"\(room)\" lengthAdjust=\"spacingAndGlyphs\"" : ""
    return "<text x=\"\(x)\" y=\"\(y + size * 4 / 5)\" font-size=\"\(size)\" "
      + "fill=\"rgb(\(shade),\(shade),\(shade))\"\(isRight ? " text-anchor=\"end\"" : "")\(squeeze)>"
      + "\(text.xmlEscaped)</text>\n"
  }
}
