import NINModules
import NINTensors

/// The outputs of the last mlpconv for one picture, a map a class (Lin et al. 2013, section 4.6):
/// their means are the logits.
public struct ConfidenceMaps: Sendable {
  public let height: Int
  public let width: Int
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
    guard let head = root.children.firstIndex(where: { $0 is GlobalAveragePool2d }) else {
      throw ShapeError("\(name): no global average pooling, hence no confidence maps")
    }
    let body = Sequential(Array(root.children[..<head]))
    let maps = try body.outputShape(for: input)
    return try Network(name: name, root: body, input: input, classes: maps.imageCount)
  }
}
