import NINTensors

/// One parameter tensor in the flat array of all parameters.
public struct ParameterSlot: Hashable, Sendable {
  /// PyTorch's name: "net.0.0.weight".
  public let name: String
  /// PyTorch's dimensions: `[out, in, height, width]` of a convolution's weight, `[out, in]` of a
  /// linear layer's, `[out]` of a bias.
  public let dimensions: [Int]
  /// Places of the image that one output sees: `height · width` of a convolution's kernel, of the
  /// image that was flattened for a linear layer's.
  public let taps: Int
  /// Products that feed one output of the layer.
  public let fanIn: Int
  /// Its floats in the array; a weight's stand in the order height, width, in, out (HWIO).
  public let range: Range<Int>
  /// Whether its layer is of those at the end that depend on the number of classes.
  public let isHead: Bool

  public var isWeight: Bool { dimensions.count > 1 }
}

/// Names and places of a network's parameters. Each slot begins on a cache line (16 floats); the
/// gaps between slots hold zeros and stay so under every optimizer.
public struct ParameterLayout: Hashable, Sendable {
  public let slots: [ParameterSlot]
  /// Floats of the array, gaps included.
  public let count: Int

  /// - Parameter headLayers: how many of the last layers with parameters depend on the number of
  ///   classes.
  init(_ layers: [NetworkLayer], headLayers: Int) {
    var slots: [ParameterSlot] = []
    var end = 0
    var places = 1
    let head = Set(layers.filter { !$0.layer.parameters.isEmpty }.suffix(headLayers).map(\.path))
    for place in layers {
      // What was one image before it was flattened still lies so in memory.
      if place.layer == .flatten { places = place.input.height * place.input.width }
      let parameters = place.layer.parameters
      // Weights come first; a bias feeds the same output.
      let fanIn = parameters.first?.dimensions.dropFirst().reduce(1, *) ?? 0
      for parameter in parameters {
        let count = parameter.dimensions.reduce(1, *)
        slots.append(
          ParameterSlot(
            name: "\(place.path).\(parameter.name)", dimensions: parameter.dimensions,
            taps: Self.taps(parameter.dimensions, places),
            fanIn: fanIn, range: end..<(end + count), isHead: head.contains(place.path)))
        end = (end + count + 15) & ~15
      }
      if !parameters.isEmpty { places = 1 }
    }
    self.slots = slots
    count = end
  }

  private static func taps(_ dimensions: [Int], _ places: Int) -> Int {
    switch dimensions.count {
    case 4: dimensions[2] * dimensions[3]
    case 2: places
    default: 1
    }
  }

  /// The names of the parameters that depend on the number of classes.
  public var head: Set<String> { Set(slots.filter(\.isHead).map(\.name)) }

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
