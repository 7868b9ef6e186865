/// The results of one epoch: a line of `metrics.jsonl` and of `results.csv`.
public struct EpochMetrics: Hashable, Sendable {
  /// The set that the model is measured on after each epoch. Its raw value is the prefix of the
  /// columns, as in `val_loss`.
  public enum MeasuredSet: String, Sendable {
    /// The test set, when there is no validation set.
    case test
    /// The validation set.
    case validation = "val"
  }

  /// The number of the epoch, from 1.
  public var epoch: Int
  /// The steps taken so far.
  public var step: Int
  /// The mean loss of the epoch's batches.
  public var trainLoss: Double
  /// The set of the next four values.
  public var set: MeasuredSet
  /// The loss on the measured set.
  public var loss: Double
  /// The share of images whose class is the first prediction, in 0...1.
  public var accuracy: Double
  /// The share of images whose class is among the first five predictions, in 0...1.
  public var top5: Double
  /// The number of class outputs that are not zero for at least one image.
  public var livingOutputs: Int
  /// The learning rate of the epoch's last step.
  public var learningRate: Float
  /// The duration of the epoch with its measurement, in seconds.
  public var seconds: Double
}

extension EpochMetrics {
  static func csvHeader(_ set: MeasuredSet) -> String {
    Column.allCases.map { $0.name(set) }.joined(separator: ",") + "\n"
  }

  var csvLine: String {
    Column.allCases.map { "\(self[$0])" }.joined(separator: ",") + "\n"
  }

  /// In the order of `results.csv`.
  private enum Column: String, CaseIterable {
    case epoch, step
    case trainLoss = "train_loss"
    case loss, accuracy, top5
    case livingOutputs = "living_outputs"
    case learningRate = "lr"
    case seconds

    func name(_ set: MeasuredSet) -> String {
      switch self {
      case .loss, .accuracy, .top5: "\(set.rawValue)_\(rawValue)"
      default: rawValue
      }
    }
  }

  private subscript(_ column: Column) -> any Encodable {
    switch column {
    case .epoch: epoch
    case .step: step
    case .trainLoss: trainLoss
    case .loss: loss
    case .accuracy: accuracy
    case .top5: top5
    case .livingOutputs: livingOutputs
    case .learningRate: learningRate
    case .seconds: seconds
    }
  }
}

extension EpochMetrics: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Writes an object with the names of the columns as keys.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for column in Column.allCases {
      try container.encode(self[column], forKey: Key(stringValue: column.name(set)))
    }
  }

  /// - Throws: `DecodingError` when a column is missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let set: MeasuredSet =
      container.contains(Key(stringValue: Column.loss.name(.validation))) ? .validation : .test
    func value<Value: Decodable>(_ column: Column) throws -> Value {
      try container.decode(Value.self, forKey: Key(stringValue: column.name(set)))
    }
    self.init(
      epoch: try value(.epoch), step: try value(.step), trainLoss: try value(.trainLoss), set: set,
      loss: try value(.loss), accuracy: try value(.accuracy), top5: try value(.top5),
      livingOutputs: try value(.livingOutputs), learningRate: try value(.learningRate),
      seconds: try value(.seconds))
  }
}
