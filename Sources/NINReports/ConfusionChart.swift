/// A confusion matrix as SVG. Each row is a class, each column the class that its images were
/// taken for. A deeper colour is a larger share of the row.
struct ConfusionChart {
  let matrix: ConfusionMatrix

  /// Whether there are few enough classes for a picture.
  var isReadable: Bool { classes <= 128 }

  private static let mostNumbers = 24

  private var classes: Int { matrix.classNames.count }
  private var cell: Double { max(6, min(44, 640 / Double(max(classes, 1)))) }
  private var names: [String] { matrix.classNames.map { $0.count > 18 ? $0.prefix(17) + "…" : $0 } }
  private var hasNames: Bool { cell >= 11 }
  private var nameWidth: Double { hasNames ? 7 * Double(names.map(\.count).max() ?? 0) : 0 }
  private var margin: Double { 20 + nameWidth }

  var width: Double { margin + cell * Double(classes) + 20 }
  /// The names of columns are drawn at an angle.
  var height: Double { 34 + cell * Double(classes) + 24 + nameWidth * 0.72 }

  var drawing: String {
    let title = Markup.element(
      "text", ["x": "12", "y": "22"], "rows: true class, columns: what the model said")
    let rows = (0..<classes).map { row in
      (0..<classes).compactMap { draw(row: row, column: $0) }.joined()
    }
    return title + rows.joined() + grid + (hasNames ? rowNames + columnNames : "")
  }

  private func corner(_ row: Int, _ column: Int) -> SIMD2<Double> {
    [margin + Double(column) * cell, 34 + Double(row) * cell]
  }

  private func draw(row: Int, column: Int) -> String? {
    let count = matrix.counts[row, column]
    guard count > 0 else { return nil }
    let share = Double(count) / Double(matrix.images(of: row))
    let place = corner(row, column)
    let (said, truth) = (matrix.classNames[column], matrix.classNames[row])
    let percent = (share * 100).formatted(digits: 1)
    // The square root makes small shares visible; mistakes are what one looks for.
    let opacity = row == column ? share : share.squareRoot()
    let square = Markup.element(
      "rect",
      [
        "class": row == column ? "right" : "wrong", "x": place.x.formatted(digits: 1),
        "y": place.y.formatted(digits: 1), "width": cell.formatted(digits: 1),
        "height": cell.formatted(digits: 1), "fill-opacity": opacity.formatted(digits: 3),
      ],
      Markup.element(
        "title", [:], Markup.text("\(truth) taken for \(said): \(count), \(percent) %")))
    return square + (classes <= Self.mostNumbers ? number(count, opacity, at: place) : "")
  }

  private func number(_ count: Int, _ opacity: Double, at place: SIMD2<Double>) -> String {
    Markup.element(
      "text",
      [
        "class": opacity > 0.6 ? "count bright" : "count", "text-anchor": "middle",
        "pointer-events": "none", "x": (place.x + cell / 2).formatted(digits: 1),
        "y": (place.y + cell / 2 + 4).formatted(digits: 1),
      ], "\(count)")
  }

  private var grid: String {
    let (first, last) = (corner(0, 0), corner(classes, classes))
    let lines = (0...classes).map { index in
      let place = corner(index, index)
      return "M\(place.x.formatted(digits: 1)) \(first.y)V\(last.y.formatted(digits: 1))"
        + "M\(first.x) \(place.y.formatted(digits: 1))H\(last.x.formatted(digits: 1))"
    }
    return Markup.element("path", ["class": "grid", "fill": "none", "d": lines.joined()])
  }

  private var rowNames: String {
    names.enumerated().map { row, name in
      let place = corner(row, 0)
      return Markup.element(
        "text",
        [
          "text-anchor": "end", "x": (place.x - 8).formatted(digits: 1),
          "y": (place.y + cell / 2 + 4).formatted(digits: 1),
        ], Markup.text(name))
    }.joined()
  }

  private var columnNames: String {
    names.enumerated().map { column, name in
      let place = corner(classes, column) + [cell / 2 + 4, 14]
      let turn = "rotate(-45 \(place.x.formatted(digits: 1)) \(place.y.formatted(digits: 1)))"
      return Markup.element(
        "text",
        [
          "text-anchor": "end", "transform": turn, "x": place.x.formatted(digits: 1),
          "y": place.y.formatted(digits: 1),
        ], Markup.text(name))
    }.joined()
  }
}
