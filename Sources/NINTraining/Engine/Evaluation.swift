/// The results of a model on a data set.
public struct Evaluation: Hashable, Codable, Sendable {
  /// The mean of the mean losses of all batches, as in the notebook. It depends on the batch size;
  /// a model file states the batch size, so that the loss of a model is always the same.
  public var loss: Double
  /// The share of images whose class is the first prediction, in 0...1.
  public var top1: Double
  /// The share of images whose class is among the first five predictions, in 0...1.
  public var top5: Double
  /// The names of the classes.
  public var classNames: [String]
  /// The share of correct predictions of each class, in 0...1.
  public var classAccuracy: [Double]
  /// The number of images of each class.
  public var classCounts: [Int]
  /// Per class: whether its output is not zero for at least one image. Otherwise the class is never
  /// predicted, and after a ReLU it receives no gradient and cannot recover.
  public var isLiving: [Bool]

  /// How often each class is predicted for each class.
  public var confusion: Confusion
  /// The wrong predictions with the largest losses, in descending order.
  public var mistakes: [Mistake]

  /// A wrong prediction.
  public struct Mistake: Hashable, Codable, Sendable {
    /// The number of the image in the set.
    public var image: Int
    /// The class of the image.
    public var label: Int
    /// The class that the model predicts.
    public var predicted: Int
    /// The probability of the predicted class.
    public var probability: Double
    /// The loss of the image.
    public var loss: Double
  }

  /// The maximum number of mistakes in `mistakes`.
  static let mostMistakes = 24

  /// The number of classes whose output is not zero for at least one image.
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
