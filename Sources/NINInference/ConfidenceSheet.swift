import Foundation
import NINPictures

/// A picture of what a network sees (Lin et al. 2013, figure 4): the photograph, then the
/// confidence maps of the most likely classes, all on one scale, each with its name.
public struct ConfidenceSheet {
  /// The size of each map before it is enlarged. A map of 1x1 says nothing about places.
  public let mapSize: (height: Int, width: Int)
  private let photograph: Picture
  private let maps: ConfidenceMaps
  private let predictions: [Prediction]

  private static let side = 224
  private static let gap = 20
  private static let caption = 44
  private static let mostColumns = 4

  /// - Parameters:
  ///   - picture: a picture of any size.
  ///   - classifier: its maps are shown; its network must end in global average pooling.
  ///   - top: the number of classes that are shown.
  /// - Throws: as `Classifier.prepare` and `Classifier.maps(of:)` do.
  public init(_ picture: Picture, by classifier: Classifier, top: Int) throws {
    photograph = try picture.fitted(
      side: Self.side, channels: 3, context: classifier.transform.context)
    maps = try classifier.maps(of: picture)
    mapSize = (maps.height, maps.width)
    predictions = try classifier.classify(picture, top: top)
  }

  /// The sheet in pixels.
  public var picture: Picture { figure.picture }

  /// The sheet as a figure, which can be saved as pixels or as SVG.
  public var figure: Figure {
    let cells = predictions.count + 1
    let columns = min(cells, Self.mostColumns)
    let rows = (cells + columns - 1) / columns
    let (across, down) = (Self.side + Self.gap, Self.side + Self.caption + Self.gap)
    var figure = Figure(width: columns * across + Self.gap, height: rows * down + Self.gap)
    for cell in 0..<cells {
      let (x, y) = (Self.gap + cell % columns * across, Self.gap + cell / columns * down)
      if cell == 0 {
        figure.place(photograph, x: x, y: y)
        write(["photograph"], x: x, y: y, shade: 110, on: &figure)
      } else {
        let prediction = predictions[cell - 1]
        figure.place(heat(of: prediction), x: x, y: y)
        write(
          [prediction.name, Self.percent(prediction.probability)], x: x, y: y,
          shade: cell == 1 ? 0 : 110, on: &figure)
      }
    }
    return figure
  }

  private func heat(of prediction: Prediction) -> Picture {
    HeatMap(maps, label: prediction.label, strongest: strongest, side: Self.side)
      .picture(over: photograph)
  }

  /// Writes lines below the picture at `x` and `y`.
  private func write(_ lines: [String], x: Int, y: Int, shade: UInt8, on figure: inout Figure) {
    for (number, line) in lines.enumerated() {
      figure.write(
        line, x: x, y: y + Self.side + 8 + number * Figure.lineHeight, room: Self.side,
        shade: shade)
    }
  }

  /// The top of the scale of all maps. Maps with little confidence then look pale.
  private var strongest: Float {
    max(maps.values.max() ?? 0, .leastNormalMagnitude)
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)%"
  }
}
