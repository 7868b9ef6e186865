import NINTensors

/// One parameter tensor in the flat array of all parameters.
public struct ParameterSlot: Hashable, Sendable {
  /// PyTorch's name: "net.0.0.weight".
  public let name: String
  /// PyTorch's dimensions: `[out, in, height, width]` of a weight, `[out]` of a bias.
  public let dimensions: [Int]
  /// Products that feed one output of the layer.
  public let fanIn: Int
  /// Its floats in the array; a weight's stand in the order height, width, in, out (HWIO).
  public let range: Range<Int>

  public var isWeight: Bool { dimensions.count == 4 }
}

/// Names and places of a network's parameters. Each slot begins on a cache line (16 floats); the
/// gaps between slots hold zeros and stay so under every optimizer.
public struct ParameterLayout: Hashable, Sendable {
  public let slots: [ParameterSlot]
  /// Floats of the array, gaps included.
  public let count: Int

  init(_ layers: [NetworkLayer]) {
    var slots: [ParameterSlot] = []
    var end = 0
    for place in layers {
      let parameters = place.layer.parameters
      // Weights come first; a bias feeds the same output.
      let fanIn = parameters.first?.dimensions.dropFirst().reduce(1, *) ?? 0
      for parameter in parameters {
        let count = parameter.dimensions.reduce(1, *)
        slots.append(
          ParameterSlot(
            name: "\(place.path).\(parameter.name)", dimensions: parameter.dimensions,
            fanIn: fanIn, range: end..<(end + count)))
        end = (end + count + 15) & ~15
      }
    }
    self.slots = slots
    count = end
  }

  /// Parameters, gaps not counted.
  public var parameterCount: Int { slots.reduce(0) { $0 + $1.range.count } }

  /// - Throws: `ShapeError` when no parameter has that name.
  public func slot(_ name: String) throws(ShapeError) -> ParameterSlot {
    guard let slot = slots.first(where: { $0.name == name }) else {
      throw ShapeError("no parameter named '\(name)'")
    }
    return slot
  }
}
