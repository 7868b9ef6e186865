/// The losses and the accuracy of a run over its epochs, side by side.
struct Curves {
  private let charts: [LineChart]
  private static let label = "Loss and accuracy over the epochs"

  init(_ history: RunHistory, epochs: Int) {
    let measured = history.epochs.last?.set == .validation ? "validation" : "test"
    func points(_ value: (_ epoch: Int) -> Double) -> [SIMD2<Double>] {
      history.epochs.indices.map { [Double(history.epochs[$0].epoch), value($0)] }
    }
    charts = [
      LineChart(
        title: "Loss",
        series: [
          .init(name: "steps", style: "first", points: history.losses, isFaint: true),
          .init(
            name: "training", style: "first", points: points { history.epochs[$0].trainLoss }),
          .init(name: measured, style: "second", points: points { history.epochs[$0].loss }),
        ], epochs: epochs),
      LineChart(
        title: "Accuracy, %",
        series: [
          .init(
            name: measured, style: "second",
            points: points { history.epochs[$0].accuracy * 100 })
        ], epochs: epochs),
    ]
  }

  /// One picture per chart, for a page.
  var inline: String {
    charts.map {
      SVG.inline(
        width: LineChart.width, height: LineChart.height, label: $0.title, $0.drawing())
    }.joined()
  }

  var file: String {
    let drawing = charts.enumerated().map { place, chart in
      chart.drawing(x: Double(place) * LineChart.width)
    }
    return SVG.file(
      width: LineChart.width * Double(charts.count), height: LineChart.height, label: Self.label,
      drawing.joined())
  }
}
