/// How well a model does on a set.
public struct Evaluation: Hashable, Codable, Sendable {
  /// The mean over batches of the batches' mean losses, as the notebook prints it. It depends on the
  /// size of batches, which a model file therefore states: one model has one loss.
  public var loss: Double
  /// Shares of the set: the right class is first, or among the first five.
  public var top1: Double
  public var top5: Double
  public var classNames: [String]
  /// Per class: the share that the model got right, and the number of images.
  public var classAccuracy: [Double]
  public var classCounts: [Int]
  /// Per class: whether its output is other than zero for some image. One that is not cannot be
  /// predicted, and behind a ReLU gets no gradient to recover by.
  public var isLiving: [Bool]

  public var confusion: Confusion
  /// The wrong predictions with the largest losses, those first.
  public var mistakes: [Mistake]

  /// A wrong prediction.
  public struct Mistake: Hashable, Codable, Sendable {
    /// Its number in the set.
    public var image: Int
    public var label: Int
    public var predicted: Int
    /// Of the predicted class.
    public var probability: Double
    public var loss: Double
  }

  /// How many mistakes are kept.
  static let mostMistakes = 24

  public var livingOutputs: Int { isLiving.count { $0 } }

  /// The names of the classes whose output is zero for every image.
  public var deadClasses: [String] {
    zip(classNames, isLiving).filter { !$1 }.map(\.0)
  }
}

extension Evaluation {
  init(_ statistics: BatchStatistics, loss: Double, _ classNames: [String]) {
    let count = Double(max(statistics.count, 1))
    self.loss = loss
    top1 = Double(statistics.top1) / count
    top5 = Double(statistics.top5) / count
    self.classNames = classNames
    classCounts = statistics.images
    isLiving = statistics.isLiving
    confusion = statistics.confusion
    mistakes = statistics.mistakes
    classAccuracy = zip(statistics.correct, statistics.images).map {
      Double($0) / Double(max($1, 1))
    }
  }
}
