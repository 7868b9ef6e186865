import Foundation

/// A class that a picture may be of.
public struct Prediction: Hashable, Codable, Sendable {
  /// Its place among the model's classes.
  public let label: Int
  public let name: String
  /// The softmax of the logits: all classes together give 1.
  public let probability: Double

  /// The `top` likeliest classes, the likeliest first; of equals the first class.
  static func best(_ top: Int, of logits: [Float], _ classNames: [String]) -> [Prediction] {
    let largest = Double(logits.max() ?? 0)
    let powers = logits.map { exp(Double($0) - largest) }
    let sum = powers.reduce(0, +)
    let order = logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }
    return order.prefix(top).map {
      Prediction(label: $0, name: classNames[$0], probability: powers[$0] / sum)
    }
  }
}
