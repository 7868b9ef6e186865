import Foundation

/// Pictures and lines of text on a plain background. It can be saved as pixels, or as SVG, which
/// can show text in any script.
public struct Figure: Sendable {
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int
  private let background: UInt8
  private var pictures: [(picture: Picture, x: Int, y: Int)] = []
  private var texts: [FigureText] = []

  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  ///   - background: a grey from 0 (black) to 255 (white).
  public init(width: Int, height: Int, background: UInt8 = 255) {
    self.width = width
    self.height = height
    self.background = background
  }

  /// The height in pixels that a line of text needs.
  public static let lineHeight = 18

  /// Places a picture.
  /// - Parameters:
  ///   - picture: the picture.
  ///   - x: the position of its left edge.
  ///   - y: the position of its upper edge.
  public mutating func place(_ picture: Picture, x: Int, y: Int) {
    pictures.append((picture, x, y))
  }

  /// Writes a line of text. A long line is written in small letters, and cut if it still does not
  /// fit.
  /// - Parameters:
  ///   - text: one line.
  ///   - x: the position of its left edge; of its right edge if `isRight`.
  ///   - y: the position of its upper edge.
  ///   - room: the most pixels that the line may take.
  ///   - shade: a grey from 0 (black) to 255 (white).
  ///   - isRight: whether the line ends at `x` instead of beginning there.
  public mutating func write(
    _ text: String, x: Int, y: Int, room: Int, shade: UInt8 = 0, isRight: Bool = false
  ) {
    texts.append(
      FigureText(text: text, x: x, y: y, room: room, shade: shade, isRight: isRight))
  }

  /// The figure in pixels. Text in other scripts is transliterated to Latin letters.
  public var picture: Picture {
    var canvas = Canvas(
      width: width, height: height, background: Canvas.Colour(repeating: background))
    for (picture, x, y) in pictures { canvas.draw(picture, x: x, y: y) }
    for text in texts { text.draw(on: &canvas) }
    return canvas.picture
  }

  /// The figure as an SVG file that contains its pictures.
  public var svg: String {
    let images = pictures.map { picture, x, y in
      "<image x=\"\(x)\" y=\"\(y)\" width=\"\(picture.width)\" height=\"\(picture.height)\" "
        + "href=\"data:image/png;base64,\(picture.pngData().base64EncodedString())\"/>\n"
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
      + "width=\"\(width)\" height=\"\(height)\" font-family=\"system-ui, sans-serif\">\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"rgb(\(background),\(background),\(background))\"/>\n"
      + images.joined() + texts.map(\.svg).joined() + "</svg>\n"
  }

  /// The bytes of a file: SVG if `name` ends in `.svg`, else PNG.
  public func file(named name: String) -> Data {
    name.lowercased().hasSuffix(".svg") ? Data(svg.utf8) : picture.pngData()
  }
}
