import Foundation

/// A class of a picture, with its probability.
public struct Prediction: Hashable, Codable, Sendable {
  /// The number of the class in the model, from 0.
  public let label: Int
  /// The name of the class.
  public let name: String
  /// The softmax of the logits: the probabilities of all classes add up to 1.
  public let probability: Double

  /// The `top` most likely classes, the most likely first. Equal ones stay in the order of the
  /// classes.
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
