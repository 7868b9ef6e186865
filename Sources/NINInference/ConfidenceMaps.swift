import NINModules
import NINTensors

/// The outputs of the last mlpconv layer for one picture: one map per class (Lin et al. 2013,
/// section 4.6). The mean of each map is a logit.
public struct ConfidenceMaps: Sendable {
  /// Rows of each map.
  public let height: Int
  /// Columns of each map.
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
  /// The network up to its maps: without global average pooling and the layers after it.
  /// - Throws: `ShapeError` when it has no such pooling.
  func withoutHead() throws(ShapeError) -> Network {
    guard let head = tree.firstIndex(of: .globalAveragePool2d) else {
      throw ShapeError("\(name): no global average pooling, hence no confidence maps")
    }
    let body = Array(tree[..<head])
    let maps = try Layer.sequential(body).outputShape(for: input)
    return try Network(name: name, layers: body, input: input, classes: maps.countPerImage)
  }
}
