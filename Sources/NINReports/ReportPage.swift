/// A run as one HTML file that needs no other files.
struct ReportPage {
  /// Makes a browser reload the page twice a minute.
  static let refreshing = "<meta http-equiv=\"refresh\" content=\"30\">"

  /// Whether the run is still going on, so that the page will change.
  let isRefreshing: Bool
  let title: String
  let curves: Curves
  let matrix: ConfusionChart
  let summary: RunSummary
  let mistakes: [MistakeFigure]

  var html: String {
    let head =
      "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
      + "<meta name=\"color-scheme\" content=\"light dark\">"
      + (isRefreshing ? Self.refreshing : "")
      + Markup.element("title", [:], Markup.text(title))
      + Markup.element("style", [:], Theme.colours + Theme.page + Theme.charts)
    let body = Markup.element(
      "main", [:],
      Markup.element("h1", [:], Markup.text(title))
        + Markup.element("p", ["class": "sub"], Markup.text(summary.subtitle)) + tiles + sections)
    return "<!DOCTYPE html>\n"
      + Markup.element("html", ["lang": "en"], "<head>\(head)</head><body>\(body)</body>") + "\n"
  }

  private var tiles: String {
    let tiles = summary.figures.map { figure in
      Markup.element(
        "div", ["class": "tile"],
        Markup.element("b", [:], Markup.text(figure.value))
          + Markup.element("span", [:], Markup.text(figure.name)))
    }
    return Markup.element("div", ["class": "tiles"], tiles.joined())
  }

  private var sections: String {
    section("Curves", Markup.element("div", ["class": "charts curves"], curves.inline))
      + section("Confusion matrix", confusion)
      + section("Classes", classes)
      + (mistakes.isEmpty
        ? ""
        : section(
          "Worst mistakes",
          Markup.element("div", ["class": "pictures"], mistakes.map(\.html).joined())))
      + section("Options", list(summary.options)) + section("Machine", list(summary.machine))
  }

  private func section(_ title: String, _ content: String) -> String {
    Markup.element("section", [:], Markup.element("h2", [:], title) + content) + "\n"
  }

  private var confusion: String {
    let drawing =
      matrix.isReadable
      ? SVG.inline(
        width: matrix.width, height: matrix.height, label: "Confusion matrix", matrix.drawing) : ""
    let names = matrix.matrix.classNames
    let rows = matrix.matrix.frequentMistakes(10).map { pair in
      Markup.element("td", [:], Markup.text(names[pair.label]))
        + Markup.element("td", [:], Markup.text(names[pair.predicted])) + number("\(pair.count)")
    }
    let head =
      ["class", "taken for"].map { Markup.element("th", [:], $0) }.joined()
      + Markup.element("th", ["class": "number"], "images")
    return Markup.element("div", ["class": "charts"], drawing + table([head] + rows))
  }

  private func table(_ rows: [String]) -> String {
    let rows = rows.map { Markup.element("tr", [:], $0) }
    return Markup.element("div", ["class": "table"], Markup.element("table", [:], rows.joined()))
  }

  private var classes: String {
    let header = ["class", "images", "precision, %", "recall, %", ""]
    let rows = matrix.matrix.classNames.enumerated().map { label, name in
      let recall = matrix.matrix.recall(of: label)
      let width = ((recall ?? 0) * 100).formatted(digits: 1)
      return Markup.element("td", [:], Markup.text(name))
        + number("\(matrix.matrix.images(of: label))")
        + number(percent(matrix.matrix.precision(of: label))) + number(percent(recall))
        + Markup.element("td", ["class": "bar"], "<i style=\"width:\(width)%\"></i>")
    }
    let head = header.enumerated().map { place, name in
      Markup.element("th", (1...3).contains(place) ? ["class": "number"] : [:], name)
    }
    return table([head.joined()] + rows)
  }

  private func number(_ text: String) -> String {
    Markup.element("td", ["class": "number"], text)
  }

  private func percent(_ share: Double?) -> String {
    share.map { ($0 * 100).formatted(digits: 1) } ?? "–"
  }

  /// Names and values, in two columns if there is room.
  private func list(_ entries: [(name: String, value: String)]) -> String {
    let half = (entries.count + 1) / 2
    let tables = [entries.prefix(half), entries.dropFirst(half)].map { part in
      table(
        part.map { entry in
          Markup.element("th", [:], Markup.text(entry.name))
            + Markup.element("td", [:], Markup.text(entry.value))
        })
    }
    return Markup.element("div", ["class": "columns"], tables.joined())
  }
}
