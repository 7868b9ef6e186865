import Foundation

/// Pictures and lines of text on a plain ground, as a picture or as SVG, which has text in any
/// writing.
public struct Figure: Sendable {
  /// In pixels.
  public let width: Int
  /// In pixels.
  public let height: Int
  private let background: UInt8
  private var pictures: [(picture: Picture, x: Int, y: Int)] = []
  private var texts: [FigureText] = []

  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  ///   - background: a grey, 255 white.
  public init(width: Int, height: Int, background: UInt8 = 255) {
    self.width = width
    self.height = height
    self.background = background
  }

  /// Pixels per letter's height: what `write` needs of a figure's height.
  public static let lineHeight = 18

  /// - Parameters:
  ///   - picture: what is placed.
  ///   - x: of the left edge.
  ///   - y: of the upper edge.
  public mutating func place(_ picture: Picture, x: Int, y: Int) {
    pictures.append((picture, x, y))
  }

  /// Writes a line that stays within `room` pixels: a long one in small letters, and cut if it must
  /// be.
  /// - Parameters:
  ///   - text: one line.
  ///   - x: of the left edge, or of the right one where `isRight`.
  ///   - y: of the upper edge.
  ///   - room: the most pixels that the line may take.
  ///   - shade: a grey, 0 black.
  ///   - isRight: whether the line ends at `x` instead of beginning there.
  public mutating func write(
    _ text: String, x: Int, y: Int, room: Int, shade: UInt8 = 0, isRight: Bool = false
  ) {
    texts.append(
      FigureText(text: text, x: x, y: y, room: room, shade: shade, isRight: isRight))
  }

  /// The figure in pixels. Letters other than Latin ones are written in Latin ones.
  public var picture: Picture {
    var canvas = Canvas(
      width: width, height: height, background: Canvas.Colour(repeating: background))
    for (picture, x, y) in pictures { canvas.draw(picture, x: x, y: y) }
    for text in texts { text.draw(on: &canvas) }
    return canvas.picture
  }

  /// The figure as an SVG file, its pictures within.
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

  /// The figure as a file of the kind that `name` ends in: `.svg`, else PNG.
  public func file(named name: String) -> Data {
    name.lowercased().hasSuffix(".svg") ? Data(svg.utf8) : picture.pngData()
  }
}
