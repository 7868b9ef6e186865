import NINTensors

/// One parameter tensor in the flat array of all parameters.
public struct ParameterSlot: Hashable, Sendable {
  /// The name as in PyTorch: "net.0.0.weight".
  public let name: String
  /// The dimensions as in PyTorch: `[out, in, height, width]` for the weight of a convolution,
  /// `[out, in]` for that of a linear layer, `[out]` for a bias.
  public let dimensions: [Int]
  /// The pixels that one output sees: `height · width` of a convolution's kernel, or of the
  /// flattened image for a linear layer.
  public let taps: Int
  /// The number of products that are added for one output of the layer.
  public let fanIn: Int
  /// Its floats in the array. Weights are in the order height, width, in, out (HWIO).
  public let range: Range<Int>
  /// Whether its layer is one of the last, which depend on the number of classes.
  public let isHead: Bool

  /// Whether it is a weight and not a bias.
  public var isWeight: Bool { dimensions.count > 1 }
}

/// The names and places of a network's parameters in one flat array. Each slot begins on a cache
/// line (16 floats). The gaps between slots are zeros; no optimizer changes that.
public struct ParameterLayout: Hashable, Sendable {
  /// The parameter tensors, in the order of the network.
  public let slots: [ParameterSlot]
  /// The floats of the array, gaps included.
  public let count: Int

  /// - Parameter headLayers: how many of the last layers with parameters depend on the number of
  ///   classes.
  init(_ layers: [NetworkLayer], headLayers: Int) {
    var slots: [ParameterSlot] = []
    var end = 0
    var places = 1
    let head = Set(layers.filter { !$0.layer.parameters.isEmpty }.suffix(headLayers).map(\.path))
    for place in layers {
      // Flattening leaves the order in memory as it was.
      if place.layer == .flatten { places = place.input.height * place.input.width }
      let parameters = place.layer.parameters
      // The first parameter is the weight; its bias has the same fan-in.
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

  /// The number of parameters, without the gaps.
  public var parameterCount: Int { slots.reduce(0) { $0 + $1.range.count } }

  /// The parameter tensor called `name`.
  /// - Throws: `ShapeError` when there is none.
  public func slot(_ name: String) throws(ShapeError) -> ParameterSlot {
    guard let slot = slots.first(where: { $0.name == name }) else {
      throw ShapeError("no parameter named '\(name)'")
    }
    return slot
  }
}
