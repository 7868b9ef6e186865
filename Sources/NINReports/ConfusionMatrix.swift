import NINTraining

/// Which classes are mixed up, and the precision and recall of each class.
struct ConfusionMatrix {
  let classNames: [String]
  let counts: Confusion
  private let images: [Int]
  private let predictions: [Int]

  /// The most classes for which a table of all pairs is written.
  private static let mostColumns = 1000

  init(_ evaluation: Evaluation) {
    classNames = evaluation.classNames
    counts = evaluation.confusion
    var (images, predictions) = (classNames.map { _ in 0 }, classNames.map { _ in 0 })
    for pair in counts.pairs {
      images[pair.label] += pair.count
      predictions[pair.predicted] += pair.count
    }
    (self.images, self.predictions) = (images, predictions)
  }

  func images(of label: Int) -> Int { images[label] }

  /// The share of the images of a class that the model recognizes; nil if there are no images.
  func recall(of label: Int) -> Double? {
    Self.share(counts[label, label], of: images[label])
  }

  /// The share of correct predictions among all predictions of a class; nil if there are none.
  func precision(of label: Int) -> Double? {
    Self.share(counts[label, label], of: predictions[label])
  }

  /// The pairs of classes that are mixed up most often, the most frequent first.
  func frequentMistakes(_ most: Int) -> [Confusion.Pair] {
    let mistakes = counts.pairs.filter { $0.label != $0.predicted }
    return Array(
      mistakes.sorted { ($1.count, $0.label, $0.predicted) < ($0.count, $1.label, $1.predicted) }
        .prefix(most))
  }

  private static func share(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }

  /// A header with the names of the classes, then one line per class. If there are very many
  /// classes, one line per pair of classes instead.
  var csv: String {
    let rows = classNames.count <= Self.mostColumns ? table : list
    return rows.map { CSV.row($0) + "\n" }.joined()
  }

  private var table: [[String]] {
    [["true \\ predicted"] + classNames]
      + zip(classNames, counts.rows).map { [$0] + $1.map(String.init) }
  }

  private var list: [[String]] {
    [["true", "predicted", "images"]]
      + counts.pairs.map { [classNames[$0.label], classNames[$0.predicted], "\($0.count)"] }
  }
}
