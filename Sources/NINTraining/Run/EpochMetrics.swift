/// One epoch, as a line of `metrics.jsonl` and of `results.csv`.
public struct EpochMetrics: Hashable, Sendable {
  /// The set that the model is measured on after each epoch: its name begins the names of the
  /// columns, as in `val_loss`.
  public enum MeasuredSet: String, Sendable {
    case test, validation = "val"
  }

  /// From 1.
  public var epoch: Int
  public var step: Int
  public var trainLoss: Double
  public var set: MeasuredSet
  /// On the measured set, as the next three.
  public var loss: Double
  public var accuracy: Double
  public var top5: Double
  /// Class outputs that are not zero for some image.
  public var livingOutputs: Int
  /// Of the epoch's last step.
  public var learningRate: Float
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

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for column in Column.allCases {
      try container.encode(self[column], forKey: Key(stringValue: column.name(set)))
    }
  }

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
