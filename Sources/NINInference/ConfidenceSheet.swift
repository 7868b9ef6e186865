import Foundation
import NINPictures

/// The paper's picture of what a network sees (Lin et al. 2013, figure 4): the photograph, then
/// the confidence maps of the likeliest classes, all on one scale, each with its name.
public struct ConfidenceSheet {
  private let photograph: Picture
  private let maps: ConfidenceMaps
  private let predictions: [Prediction]

  private static let side = 224
  private static let gap = 20
  private static let caption = 26
  private static let textScale = 2
  private static let mostColumns = 4

  /// - Parameters:
  ///   - picture: of any size.
  ///   - classifier: whose maps are shown; its network ends in global average pooling.
  ///   - top: how many classes are shown.
  /// - Throws: as `Classifier.prepare` and `Classifier.maps(of:)` do.
  public init(_ picture: Picture, by classifier: Classifier, top: Int) throws {
    photograph = try picture.fitted(
      side: Self.side, channels: 3, context: classifier.transform.context)
    maps = try classifier.maps(of: picture)
    predictions = try classifier.classify(picture, top: top)
  }

  public var picture: Picture {
    let cells = predictions.count + 1
    let columns = min(cells, Self.mostColumns)
    let rows = (cells + columns - 1) / columns
    let (across, down) = (Self.side + Self.gap, Self.side + Self.caption + Self.gap)
    var canvas = Canvas(
      width: columns * across + Self.gap, height: rows * down + Self.gap,
      background: Canvas.Colour(repeating: 255))
    for cell in 0..<cells {
      let corner = (
        x: Self.gap + cell % columns * across, y: Self.gap + cell / columns * down
      )
      if cell == 0 {
        drawPhotograph(at: corner, on: &canvas)
      } else {
        draw(predictions[cell - 1], isFirst: cell == 1, at: corner, on: &canvas)
      }
    }
    return canvas.picture
  }

  private func drawPhotograph(at corner: (x: Int, y: Int), on canvas: inout Canvas) {
    for place in 0..<(Self.side * Self.side) {
      canvas[corner.x + place % Self.side, corner.y + place / Self.side] = Canvas.Colour(
        photograph.pixels[place * 3], photograph.pixels[place * 3 + 1],
        photograph.pixels[place * 3 + 2])
    }
    draw("photograph", at: corner.x, under: corner.y, shade: 110, on: &canvas)
  }

  private func draw(
    _ prediction: Prediction, isFirst: Bool, at corner: (x: Int, y: Int),
    on canvas: inout Canvas
  ) {
    let heat = HeatMap(
      maps, label: prediction.label, strongest: strongest, side: Self.side)
    heat.draw(over: photograph, at: corner, on: &canvas)
    let shade: UInt8 = isFirst ? 0 : 110
    let percent = Self.percent(prediction.probability)
    let width = Canvas.width(of: percent, scale: Self.textScale)
    draw(percent, at: corner.x + Self.side - width, under: corner.y, shade: shade, on: &canvas)
    let room = (Self.side - width) / (6 * Self.textScale) - 1
    let name = prediction.name.folding(options: .diacriticInsensitive, locale: nil)
    draw(String(name.prefix(room)), at: corner.x, under: corner.y, shade: shade, on: &canvas)
  }

  private func draw(
    _ text: String, at x: Int, under y: Int, shade: UInt8, on canvas: inout Canvas
  ) {
    canvas.draw(
      text, x: x, y: y + Self.side + 9, scale: Self.textScale,
      colour: Canvas.Colour(repeating: shade))
  }

  /// One scale for all maps, so that a class of little confidence looks like one.
  private var strongest: Float {
    max(maps.values.max() ?? 0, .leastNormalMagnitude)
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)%"
  }
}
