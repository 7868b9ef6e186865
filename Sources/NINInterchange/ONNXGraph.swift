import NINCheckpoints
import NINModules
import NINTensors
import NINTraining

/// The nodes of a network, a layer each, in the order data flows. Values bear the paths of the
/// layers that give them, parameters PyTorch's names.
struct ONNXGraph {
  static let input = "pixels"
  static let output = "logits"

  private(set) var nodes: [ProtobufMessage] = []
  private(set) var initializers: [ProtobufMessage] = []
  private var value = ONNXGraph.input

  /// - Throws: `ShapeError` for a module that has no operator here.
  init(
    _ network: Network, _ state: StateDictionary, normalization: Recipe.Normalization?
  ) throws(ShapeError) {
    if let normalization { normalize(normalization) }
    for entry in state.entries {
      initializers.append(.tensor(entry.name, entry.dimensions, entry.values))
    }
    // In inference dropout does nothing.
    let layers = network.layers.filter { !($0.module is Dropout) }
    for (index, layer) in layers.enumerated() {
      try add(layer, output: index == layers.count - 1 ? Self.output : layer.path)
    }
  }

  /// As nodes of their own: so whoever feeds the model has nothing to know but bytes / 255.
  private mutating func normalize(_ normalization: Recipe.Normalization) {
    for (operation, name, values) in [
      ("Sub", "mean", normalization.mean), ("Div", "deviation", normalization.deviation),
    ] {
      initializers.append(.tensor(name, [1, values.count, 1, 1], values))
      append(operation, [name], "pixels-\(operation.lowercased())")
    }
  }

  private mutating func add(_ layer: NetworkLayer, output: String) throws(ShapeError) {
    switch layer.module {
    case let module as Conv2d:
      append(
        "Conv", ["\(layer.path).weight", "\(layer.path).bias"], output,
        window(module.kernelSize, module.stride, padding: module.padding))
    case let module as MaxPool2d: append("MaxPool", [], output, window(module))
    case let module as AvgPool2d: append("AveragePool", [], output, window(module))
    case is ReLU: append("Relu", [], output)
    case is GlobalAveragePool2d: append("GlobalAveragePool", [], output)
    case is Flatten: append("Flatten", [], output, [.attribute("axis", 1)])
    default:
      throw ShapeError("\(layer.path): no ONNX operator for a \(layer.module.typeName)")
    }
  }

  private mutating func append(
    _ operation: String, _ parameters: [String], _ output: String,
    _ attributes: [ProtobufMessage] = []
  ) {
    nodes.append(.node(operation, [value] + parameters, output, attributes))
    value = output
  }

  private func window(_ pooling: some WindowPooling) -> [ProtobufMessage] {
    window(pooling.kernelSize, pooling.stride, padding: 0)
      + [.attribute("ceil_mode", pooling.ceilMode ? 1 : 0)]
  }

  private func window(_ kernelSize: Int, _ stride: Int, padding: Int) -> [ProtobufMessage] {
    [
      .attribute("kernel_shape", [kernelSize, kernelSize]),
      .attribute("strides", [stride, stride]),
      .attribute("pads", [padding, padding, padding, padding]),
    ]
  }
}
