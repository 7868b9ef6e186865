/// A picture to draw on, in red, green and blue.
public struct Canvas {
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int
  private var pixels: [UInt8]

  /// Red, green and blue, 0 to 255.
  public typealias Colour = SIMD3<UInt8>

  /// A canvas of one colour, `width` by `height` pixels.
  public init(width: Int, height: Int, background: Colour) {
    self.width = width
    self.height = height
    pixels = (0..<(width * height)).flatMap { _ in [background.x, background.y, background.z] }
  }

  /// What has been drawn so far, with three channels.
  public var picture: Picture {
    Picture(width: width, height: height, channels: 3, pixels: pixels)
  }

  /// The colour of a pixel. Pixels outside the canvas are black and cannot be changed.
  public subscript(x: Int, y: Int) -> Colour {
    get {
      guard contains(x, y) else { return .zero }
      let first = (y * width + x) * 3
      return Colour(pixels[first], pixels[first + 1], pixels[first + 2])
    }
    set {
      guard contains(x, y) else { return }
      for channel in 0..<3 { pixels[(y * width + x) * 3 + channel] = newValue[channel] }
    }
  }

  /// Copies a picture, which may be grey. The part outside the canvas is left out.
  /// - Parameters:
  ///   - picture: the picture to copy.
  ///   - x: the column of its upper left corner.
  ///   - y: the row of its upper left corner.
  public mutating func draw(_ picture: Picture, x: Int, y: Int) {
    let channels = picture.channels
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        let first = (row * picture.width + column) * channels
        let (second, third) = channels == 1 ? (first, first) : (first + 1, first + 2)
        self[x + column, y + row] = Colour(
          picture.pixels[first], picture.pixels[second], picture.pixels[third])
      }
    }
  }

  /// Draws a line of text.
  /// - Parameters:
  ///   - text: one line; characters that the font lacks appear as "?".
  ///   - x: the column of its upper left corner.
  ///   - y: the row of its upper left corner.
  ///   - scale: how many times its letters, 5 pixels wide and 7 high, are enlarged.
  ///   - colour: the colour of the letters.
  public mutating func draw(_ text: String, x: Int, y: Int, scale: Int, colour: Colour) {
    for (place, character) in text.enumerated() {
      let left = x + place * (PixelFont.width + 1) * scale
      for pixel in PixelFont.pixels(character) {
        for dot in 0..<(scale * scale) {
          let (right, down) = (dot % scale, dot / scale)
          self[left + pixel.x * scale + right, y + pixel.y * scale + down] = colour
        }
      }
    }
  }

  /// The width of `text` in pixels, as `draw` draws it.
  public static func width(of text: String, scale: Int) -> Int {
    max(0, text.count * (PixelFont.width + 1) - 1) * scale
  }

  private func contains(_ x: Int, _ y: Int) -> Bool {
    (0..<width).contains(x) && (0..<height).contains(y)
  }
}
