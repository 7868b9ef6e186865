import Foundation

/// What is gathered from the logits of a batch, chunk by chunk.
struct BatchStatistics: Codable {
  private(set) var lossSum = 0.0
  private(set) var top5 = 0
  private(set) var confusion: Confusion
  /// The wrong predictions with the largest losses, those first.
  private(set) var mistakes: [Evaluation.Mistake] = []
  /// Per class: whether its output was other than zero for some image.
  private(set) var isLiving: [Bool]

  init(classes: Int) {
    confusion = Confusion(classes: classes)
    isLiving = Array(repeating: false, count: classes)
  }

  /// Per class: images, and how many of them the model got right.
  var images: [Int] {
    var images = isLiving.map { _ in 0 }
    for pair in confusion.pairs { images[pair.label] += pair.count }
    return images
  }
  var correct: [Int] { isLiving.indices.map { confusion[$0, $0] } }
  private(set) var count = 0
  var top1: Int { correct.reduce(0, +) }
  var meanLoss: Double { lossSum / Double(max(count, 1)) }
  var livingOutputs: Int { isLiving.count { $0 } }

  /// Adds `logits[images.count][classes]`, their labels and losses. The first of equal logits is the
  /// prediction, as PyTorch's `argmax` has it on the CPU.
  /// - Parameter images: their numbers in the set.
  mutating func add(
    images: ArraySlice<Int>, logits: UnsafePointer<Float>, labels: UnsafePointer<Int32>,
    losses: UnsafePointer<Float>
  ) {
    let classes = isLiving.count
    for (place, image) in images.enumerated() {
      let row = UnsafeBufferPointer(start: logits + place * classes, count: classes)
      let label = Int(labels[place])
      let (better, rival) = standing(of: label, in: row)
      count += 1
      lossSum += Double(losses[place])
      if better < 5 { top5 += 1 }
      confusion.add(of: label, takenFor: better == 0 ? label : rival)
      if better > 0 {
        // The loss is log Σ exp - logit of the label, so that sum need not be computed again.
        let probability = exp(row[rival] - row[label] - losses[place])
        remember(
          .init(
            image: image, label: label, predicted: rival, probability: Double(probability),
            loss: Double(losses[place])))
      }
    }
  }

  /// How many classes stand before `label`, and which of the others stands first.
  private mutating func standing(
    of label: Int, in row: UnsafeBufferPointer<Float>
  ) -> (better: Int, rival: Int) {
    var better = 0
    var rival = label == 0 ? 1 : 0
    for (index, value) in row.enumerated() {
      if value != 0 { isLiving[index] = true }
      guard index != label else { continue }
      // Written so that a NaN is never right: it ranks first, as in PyTorch, and loses as label.
      let isBehind = value < row[label] || (value == row[label] && index > label)
      if !isBehind { better += 1 }
      if value > row[rival] || (value.isNaN && !row[rival].isNaN) { rival = index }
    }
    return (better, rival)
  }

  private mutating func remember(_ mistake: Evaluation.Mistake) {
    if mistakes.count == Evaluation.mostMistakes {
      guard let least = mistakes.last, mistake.loss > least.loss else { return }
      mistakes.removeLast()
    }
    let place = mistakes.firstIndex { $0.loss < mistake.loss } ?? mistakes.endIndex
    mistakes.insert(mistake, at: place)
  }

  /// Adds another batch.
  mutating func add(_ other: BatchStatistics) {
    count += other.count
    lossSum += other.lossSum
    top5 += other.top5
    confusion.add(other.confusion)
    for index in isLiving.indices { isLiving[index] = isLiving[index] || other.isLiving[index] }
    for mistake in other.mistakes { remember(mistake) }
  }
}
