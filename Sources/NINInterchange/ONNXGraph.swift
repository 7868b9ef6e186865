import NINCheckpoints
import NINModels
import NINModules

/// The nodes of a network, one per layer, in the order of the layers. Values have the paths of the
/// layers that compute them as names, and parameters have PyTorch's names.
struct ONNXGraph {
  static let input = "pixels"
  static let output = "logits"

  private(set) var nodes: [ProtobufMessage] = []
  var initializers: [ProtobufMessage] = []
  var value = ONNXGraph.input

  init(_ network: Network, _ state: StateDictionary, preprocessing: Preprocessing) {
    preprocess(preprocessing, network.input)
    for entry in state.entries {
      initializers.append(.tensor(entry.name, entry.dimensions, entry.values))
    }
    let layers = network.layers.filter { $0.layer.isInInference }
    for (index, layer) in layers.enumerated() {
      add(layer, output: index == layers.count - 1 ? Self.output : layer.path)
    }
  }

  private mutating func add(_ place: NetworkLayer, output: String) {
    switch place.layer {
    case .conv2d(let conv):
      append(
        "Conv", ["\(place.path).weight", "\(place.path).bias"], output,
        window(conv.kernelSize, conv.stride, padding: conv.padding))
    case .maxPool2d(let pool): append("MaxPool", [], output, window(pool))
    case .averagePool2d(let pool):
      append(
        "AveragePool", [], output,
        window(pool) + [.attribute("count_include_pad", pool.countsPadding ? 1 : 0)])
    case .relu: append("Relu", [], output)
    case .globalAveragePool2d: append("GlobalAveragePool", [], output)
    case .linear:
      append(
        "Gemm", ["\(place.path).weight", "\(place.path).bias"], output, [.attribute("transB", 1)])
    case .flatten: append("Flatten", [], output, [.attribute("axis", 1)])
    case .dropout, .sequential: break
    }
  }

  mutating func append(
    _ operation: String, _ parameters: [String], _ output: String,
    _ attributes: [ProtobufMessage] = []
  ) {
    nodes.append(.node(operation, [value] + parameters, output, attributes))
    value = output
  }

  private func window(_ pooling: Pool2d) -> [ProtobufMessage] {
    window(pooling.kernelSize, pooling.stride, padding: pooling.padding)
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

extension Layer {
  /// Dropout does nothing in inference.
  fileprivate var isInInference: Bool {
    if case .dropout = self { false } else { true }
  }
}
