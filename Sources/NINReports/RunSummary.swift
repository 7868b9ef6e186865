import Foundation
import NINTraining

/// The words and numbers of a report.
struct RunSummary {
  /// The line under the title.
  let subtitle: String
  /// The most important numbers, each with its name.
  let figures: [(value: String, name: String)]
  /// All options, as `options.json` has them.
  let options: [(name: String, value: String)]
  let machine: [(name: String, value: String)]

  /// - Parameter classes: the number of classes. With five or fewer, the right class is always
  ///   among the first five, so that number is left out.
  init(
    _ recipe: Recipe, _ environment: RunEnvironment, _ history: RunHistory, classes: Int,
    test: Evaluation?
  ) {
    let epochs = history.epochs
    let set = epochs.last?.set == .validation ? "validation" : "test"
    let seconds = epochs.reduce(0) { $0 + $1.seconds }
    subtitle =
      "Recipe \(recipe.name), epoch \(epochs.last?.epoch ?? 0) of \(recipe.epochs), "
      + "\(Self.time(seconds)); nin \(environment.version)"
    var figures: [(String, String)] = []
    if let best = epochs.max(by: { ($0.accuracy, $1.epoch) < ($1.accuracy, $0.epoch) }) {
      figures.append((Self.percent(best.accuracy), "best \(set) accuracy, epoch \(best.epoch)"))
    }
    if let last = epochs.last {
      figures.append((Self.percent(last.accuracy), "newest \(set) accuracy"))
      if classes > 5 { figures.append((Self.percent(last.top5), "right class among five")) }
      figures.append((last.loss.formatted(digits: 4), "\(set) loss"))
      figures.append((last.trainLoss.formatted(digits: 4), "training loss"))
    }
    if let test { figures.append((Self.percent(test.top1), "test accuracy of the best model")) }
    self.figures = figures
    options = Self.entries(recipe)
    machine = Self.entries(environment)
  }

  private static func percent(_ share: Double) -> String {
    "\((share * 100).formatted(digits: 2)) %"
  }

  /// "2 h 05 min", "3 min 07 s".
  private static func time(_ seconds: Double) -> String {
    let total = Int(min(max(seconds, 0), 1e9).rounded())
    return total >= 3600
      ? "\(total / 3600) h \(String(format: "%02d", total / 60 % 60)) min"
      : "\(total / 60) min \(String(format: "%02d", total % 60)) s"
  }

  /// The names and values of an encoded value, in alphabetical order; nested names are written as
  /// "outer.inner".
  private static func entries(_ value: some Encodable) -> [(name: String, value: String)] {
    guard let data = try? JSONEncoder().encode(value),
      let object = try? JSONDecoder().decode(Entry.self, from: data)
    else { return [] }
    return object.flattened(under: "").sorted { $0.name < $1.name }
  }
}

/// Any JSON value.
private enum Entry: Decodable {
  case object([String: Entry])
  case array([Entry])
  case text(String)

  init(from decoder: any Decoder) throws {
    if let object = try? [String: Entry](from: decoder) {
      self = .object(object)
    } else if let array = try? [Entry](from: decoder) {
      self = .array(array)
    } else {
      let value = try decoder.singleValueContainer()
      self = .text(
        (try? value.decode(Bool.self)).map { $0 ? "yes" : "no" }
          ?? (try? value.decode(UInt64.self)).map { "\($0)" }
          ?? (try? value.decode(Float.self)).map { "\($0)" }
          ?? (try? value.decode(String.self)) ?? "none")
    }
  }

  func flattened(under name: String) -> [(name: String, value: String)] {
    switch self {
    case .object(let entries):
      entries.isEmpty
        ? [(name, "yes")]
        : entries.flatMap { $1.flattened(under: name.isEmpty ? $0 : "\(name).\($0)") }
    case .array(let values):
      [(name, values.flatMap { $0.flattened(under: "") }.map(\.value).joined(separator: ", "))]
    case .text(let text): [(name, text)]
    }
  }
}
