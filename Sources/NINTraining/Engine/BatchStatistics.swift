import Foundation

/// Sums over the logits and losses of a batch, added chunk by chunk.
struct BatchStatistics: Codable {
  private(set) var lossSum = 0.0
  private(set) var top5 = 0
  private(set) var confusion: Confusion
  /// The wrong predictions with the largest losses, in descending order.
  private(set) var mistakes: [Evaluation.Mistake] = []
  /// Per class: whether its output was not zero for at least one image.
  private(set) var isLiving: [Bool]

  init(classes: Int) {
    confusion = Confusion(classes: classes)
    isLiving = Array(repeating: false, count: classes)
  }

  /// The number of images of each class.
  var images: [Int] {
    var images = isLiving.map { _ in 0 }
    for pair in confusion.pairs { images[pair.label] += pair.count }
    return images
  }
  /// The number of correct predictions of each class.
  var correct: [Int] { isLiving.indices.map { confusion[$0, $0] } }
  private(set) var count = 0
  var top1: Int { correct.reduce(0, +) }
  var meanLoss: Double { lossSum / Double(max(count, 1)) }
  var livingOutputs: Int { isLiving.count { $0 } }

  /// Adds `logits[images.count][classes]` with their labels and losses. Of equal logits, the first
  /// is the prediction, as in PyTorch's `argmax` on the CPU.
  /// - Parameter images: the numbers of the images in the set.
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
        // log Σ exp is the loss plus the logit of the label, so the sum is not computed again.
        let probability = exp(row[rival] - row[label] - losses[place])
        remember(
          .init(
            image: image, label: label, predicted: rival, probability: Double(probability),
            loss: Double(losses[place])))
      }
    }
  }

  /// The number of classes that rank before `label`, and the first of all other classes.
  private mutating func standing(
    of label: Int, in row: UnsafeBufferPointer<Float>
  ) -> (better: Int, rival: Int) {
    var better = 0
    var rival = label == 0 ? 1 : 0
    for (index, value) in row.enumerated() {
      if value != 0 { isLiving[index] = true }
      guard index != label else { continue }
      // A NaN is never a correct prediction: it ranks first, as in PyTorch, and last as the label.
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
