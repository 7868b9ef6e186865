/// What is gathered from the logits of a batch, chunk by chunk.
struct BatchStatistics {
  private(set) var lossSum = 0.0
  private(set) var count = 0
  private(set) var top1 = 0
  private(set) var top5 = 0
  /// Per class: images, and how many of them the model got right.
  private(set) var images: [Int]
  private(set) var correct: [Int]
  /// Per class: whether its output was other than zero for some image.
  private(set) var isLiving: [Bool]

  init(classes: Int) {
    images = Array(repeating: 0, count: classes)
    correct = images
    isLiving = Array(repeating: false, count: classes)
  }

  var meanLoss: Double { lossSum / Double(max(count, 1)) }
  var livingOutputs: Int { isLiving.count { $0 } }

  /// Adds `count` images: `logits[count][classes]`, their labels and losses. The first of equal
  /// logits is the prediction, as PyTorch's `argmax` has it on the CPU.
  mutating func add(
    count: Int, logits: UnsafePointer<Float>, labels: UnsafePointer<Int32>,
    losses: UnsafePointer<Float>
  ) {
    let classes = images.count
    for image in 0..<count {
      let row = UnsafeBufferPointer(start: logits + image * classes, count: classes)
      let label = Int(labels[image])
      var better = 0
      for (index, value) in row.enumerated() {
        if value != 0 { isLiving[index] = true }
        // Written so that a NaN is never right: it ranks first, as in PyTorch, and loses as label.
        let isBehind = value < row[label] || (value == row[label] && index > label)
        if index != label && !isBehind { better += 1 }
      }
      lossSum += Double(losses[image])
      images[label] += 1
      if better == 0 {
        top1 += 1
        correct[label] += 1
      }
      if better < 5 { top5 += 1 }
    }
    self.count += count
  }

  /// Adds another batch.
  mutating func add(_ other: BatchStatistics) {
    lossSum += other.lossSum
    count += other.count
    top1 += other.top1
    top5 += other.top5
    for index in images.indices {
      images[index] += other.images[index]
      correct[index] += other.correct[index]
      isLiving[index] = isLiving[index] || other.isLiving[index]
    }
  }
}
