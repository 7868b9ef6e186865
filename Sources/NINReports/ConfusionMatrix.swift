import NINTraining

/// Who is taken for whom, and what follows from it for each class.
struct ConfusionMatrix {
  let classNames: [String]
  /// Images of each class (row) by the class that the model took them for (column).
  let counts: [[Int]]

  init(_ evaluation: Evaluation) {
    classNames = evaluation.classNames
    counts = evaluation.confusion
  }

  func images(of label: Int) -> Int { counts[label].reduce(0, +) }

  /// The share of the images of the class that the model finds; nil where there are none.
  func recall(of label: Int) -> Double? {
    Self.share(counts[label][label], of: images(of: label))
  }

  /// The share of right ones among the images that the model takes for the class.
  func precision(of label: Int) -> Double? {
    Self.share(counts[label][label], of: counts.reduce(0) { $0 + $1[label] })
  }

  /// The pairs of classes that are mixed up most, as true and predicted, the most frequent first.
  func frequentMistakes(_ most: Int) -> [(label: Int, predicted: Int, count: Int)] {
    let pairs = counts.indices.flatMap { label in
      counts.indices.filter { $0 != label && counts[label][$0] > 0 }
        .map { (label: label, predicted: $0, count: counts[label][$0]) }
    }
    return Array(
      pairs.sorted { ($1.count, $0.label, $0.predicted) < ($0.count, $1.label, $1.predicted) }
        .prefix(most))
  }

  private static func share(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }

  /// The names of the classes as header, then a line a class.
  var csv: String {
    let header = ["true \\ predicted"] + classNames
    let rows = zip(classNames, counts).map { [$0] + $1.map(String.init) }
    return ([header] + rows).map { CSV.row($0) + "\n" }.joined()
  }
}
