import NINModules
import NINTensors

/// The outputs of the last mlpconv for one picture, one map per class (Lin et al. 2013, section 4.6):
/// their means are the logits.
public struct ConfidenceMaps: Sendable {
  /// Places of a map from top to bottom.
  public let height: Int
  /// Places of a map from left to right.
  public let width: Int
  /// The number of maps.
  public let classes: Int
  /// `[height][width][classes]`.
  public let values: [Float]

  /// The map of one class, `[height][width]`.
  public func map(of label: Int) -> [Float] {
    stride(from: label, to: values.count, by: classes).map { values[$0] }
  }
}

extension Network {
  /// The network up to its maps: without global average pooling and what follows.
  /// - Throws: `ShapeError` when it has no such pooling.
  func withoutHead() throws(ShapeError) -> Network {
    guard let head = tree.firstIndex(of: .globalAveragePool2d) else {
      throw ShapeError("\(name): no global average pooling, hence no confidence maps")
    }
    let body = Array(tree[..<head])
    let maps = try Layer.sequential(body).outputShape(for: input)
    return try Network(name: name, layers: body, input: input, classes: maps.imageCount)
  }
}
