/// Lines over epochs, as SVG.
struct LineChart {
  struct Series {
    let name: String
    /// The class of its colour in `Theme`.
    let style: String
    let points: [SIMD2<Double>]
    /// Whether it is drawn thin, without dots and without an entry in the legend.
    var isFaint = false
  }

  let title: String
  let series: [Series]
  /// The number of epochs of the whole run, even if it has not reached them yet.
  let epochs: Int

  static let width = 490.0
  static let height = 300.0
  private static let margin = (left: 54.0, right: 18.0, top: 58.0, bottom: 36.0)

  private let x: Ticks
  private let y: Ticks

  init(title: String, series: [Series], epochs: Int) {
    self.title = title
    self.epochs = epochs
    self.series = series.map { series in
      Series(
        name: series.name, style: series.style,
        points: series.points.filter { $0.x.isFinite && $0.y.isFinite }, isFaint: series.isFaint)
    }
    x = Ticks(0...Double(max(epochs, 1)), count: 8, areWhole: true)
    let values = self.series.flatMap(Self.typical)
    y = Ticks((values.min() ?? 0)...(values.max() ?? 1), count: 5)
  }

  /// The chart, for a page with the styles of the theme.
  /// - Parameters:
  ///   - x: the position in a larger drawing.
  ///   - y: the position in a larger drawing.
  func drawing(x: Double = 0, y: Double = 0) -> String {
    Markup.element(
      "g", ["transform": "translate(\(x) \(y))"], grid + legend + series.map(draw).joined())
  }

  /// The values that decide on the axis. Single outliers among the steps do not, because they would
  /// flatten the curves of the epochs.
  private static func typical(_ series: Series) -> ArraySlice<Double> {
    let values = series.points.map(\.y).sorted()
    return series.isFaint
      ? values.dropFirst(values.count / 25).dropLast(values.count / 25) : values[...]
  }

  private func place(_ point: SIMD2<Double>) -> SIMD2<Double> {
    func share(_ value: Double, _ range: ClosedRange<Double>) -> Double {
      let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
      return min(max(share, 0), 1)
    }
    let margin = Self.margin
    return [
      margin.left + share(point.x, x.range) * (Self.width - margin.left - margin.right),
      Self.height - margin.bottom
        - share(point.y, y.range) * (Self.height - margin.top - margin.bottom),
    ]
  }

  private func draw(_ series: Series) -> String {
    let points = series.points.map(place)
    let path = points.map { "\($0.x.formatted(digits: 1)),\($0.y.formatted(digits: 1))" }
    let line = Markup.element(
      "polyline",
      [
        "class": "line \(series.style)\(series.isFaint ? " faint" : "")",
        "points": path.joined(separator: " "),
      ])
    guard !series.isFaint else { return line }
    let dots = points.count <= 60 ? points : points.suffix(1)
    return line
      + dots.map { dot in
        Markup.element(
          "circle",
          [
            "class": "dot \(series.style)", "r": "3", "cx": dot.x.formatted(digits: 1),
            "cy": dot.y.formatted(digits: 1),
          ])
      }.joined()
  }

  private var grid: String {
    let (left, right) = (Self.margin.left, Self.width - Self.margin.right)
    let bottom = Self.height - Self.margin.bottom
    let rows = y.values.map { value in
      let height = place([0, value]).y
      return line(from: [left, height], to: [right, height])
        + label(
          value.formatted(digits: y.digits), at: [left - 8, height + 4], anchor: "end")
    }
    let columns = x.values.map { value in
      label(value.formatted(digits: 0), at: [place([value, 0]).x, bottom + 18], anchor: "middle")
    }
    return rows.joined() + columns.joined()
      + label("epoch", at: [right, bottom + 32], anchor: "end")
      + label(title, at: [left - 38, 22], anchor: "start", style: "title")
  }

  private var legend: String {
    var left = Self.margin.left - 38
    return series.filter { !$0.isFaint }.map { series in
      defer { left += 30 + Double(series.name.count) * 7 }
      return Markup.element(
        "path", ["class": "line \(series.style)", "d": "M\(left) 38h16"])
        + label(series.name, at: [left + 22, 42], anchor: "start")
    }.joined()
  }

  private func line(from first: SIMD2<Double>, to last: SIMD2<Double>) -> String {
    Markup.element(
      "path",
      [
        "class": "grid",
        "d": "M\(first.x) \(first.y.formatted(digits: 1))H\(last.x)",
      ])
  }

  private func label(
    _ text: String, at point: SIMD2<Double>, anchor: String, style: String = "label"
  ) -> String {
    Markup.element(
      "text",
      [
        "class": style, "text-anchor": anchor, "x": point.x.formatted(digits: 1),
        "y": point.y.formatted(digits: 1),
      ], Markup.text(text))
  }
}
