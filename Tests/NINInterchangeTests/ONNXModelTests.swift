import Foundation
import NINModels
import NINModules
import NINPlans
import Testing

@testable import NINInterchange

@Suite struct ONNXModelTests {
  struct Model {
    let network: Network
    let parameters: Parameters
    let file: ProtobufReader
    let graph: ProtobufReader

    init(_ model: Network.Model, normalization: Normalization? = nil) throws {
      let description = ModelDescription(
        model: model, size: model.defaultSize, channels: 3, classNames: ["a", "b \"quoted\"", "ç"],
        preprocessing: Preprocessing(normalization: normalization))
      network = try description.network()
      parameters = try Parameters(network, initialization: .kaiming, seed: 3)
      file = try ProtobufReader(try ONNXModel(description, parameters).encoded())
      graph = try file.message(7)
    }

    var metadata: [String: String] {
      get throws {
        let entries = try file.messages(14).map { ($0.texts(1)[0], $0.texts(2)[0]) }
        return Dictionary(uniqueKeysWithValues: entries)
      }
    }
  }

  static let normalization = Normalization(
    mean: [0.1, 0.2, 0.3], deviation: [0.4, 0.5, 0.6])

  @Test(arguments: Network.Model.allCases)
  func versionsAndShapes(_ name: Network.Model) throws {
    let model = try Model(name)
    #expect(model.file.integers(1) == [8])
    #expect(try model.file.message(8).integers(2) == [13])
    let side = name.defaultSize
    for (field, value, sizes) in [(11, "pixels", [3, side, side]), (12, "logits", [3])] {
      let info = try model.graph.message(field)
      #expect(info.texts(1) == [value])
      let tensor = try info.message(2, 1)
      #expect(tensor.integers(1) == [1])
      let dimensions = try tensor.message(2).messages(1)
      #expect(dimensions[0].texts(2) == ["N"])
      #expect(dimensions.dropFirst().flatMap { $0.integers(1) } == sizes)
    }
  }

  @Test(arguments: Network.Model.allCases)
  func nodesAreTheLayersInAChain(_ name: Network.Model) throws {
    let model = try Model(name)
    let layers = model.network.layers.filter { $0.layer.typeName != "Dropout" }
    let operators = [
      "Conv2d": "Conv", "Linear": "Gemm", "ReLU": "Relu", "MaxPool2d": "MaxPool",
      "AdaptiveAvgPool2d": "GlobalAveragePool", "Flatten": "Flatten",
    ]
    let nodes = try model.graph.messages(1)
    #expect(nodes.map { $0.texts(4)[0] } == layers.map { operators[$0.layer.typeName] })
    var value = "pixels"
    for node in nodes {
      #expect(node.texts(1)[0] == value)
      value = node.texts(2)[0]
    }
    #expect(value == "logits")
  }

  @Test(arguments: Network.Model.allCases)
  func windowsAreThoseOfTheLayers(_ name: Network.Model) throws {
    let model = try Model(name)
    let layers = model.network.layers.filter { $0.layer.typeName != "Dropout" }
    for (node, layer) in zip(try model.graph.messages(1), layers) {
      let attributes = try node.messages(5)
      let named = Dictionary(uniqueKeysWithValues: attributes.map { ($0.texts(1)[0], $0) })
      let list = { (key: String) in named[key]?.integers(8) }
      switch layer.layer {
      case .conv2d(let conv):
        #expect(list("kernel_shape") == [conv.kernelSize, conv.kernelSize])
        #expect(list("strides") == [conv.stride, conv.stride])
        #expect(list("pads") == Array(repeating: conv.padding, count: 4))
      case .maxPool2d(let pool):
        #expect(list("kernel_shape") == [pool.kernelSize, pool.kernelSize])
        #expect(list("strides") == [pool.stride, pool.stride])
        #expect(named["ceil_mode"]?.integers(3) == [pool.ceilMode ? 1 : 0])
      default: break
      }
      for attribute in attributes {
        #expect(attribute.integers(20) == [attribute.integers(8).isEmpty ? 2 : 7])
      }
    }
  }

  @Test func tensorsAreTheParametersInPyTorchsLayout() throws {
    let model = try Model(.ninSmall)
    let state = model.parameters.stateDictionary
    let tensors = try model.graph.messages(5)
    #expect(tensors.count == state.entries.count)
    for (tensor, entry) in zip(tensors, state.entries) {
      #expect(tensor.texts(8) == [entry.name])
      #expect(tensor.integers(1) == entry.dimensions)
      #expect(tensor.integers(2) == [1])
      #expect(tensor.bytes(9) == [entry.values.withUnsafeBytes { Data($0) }])
    }
  }

  @Test func normalizationStandsInTheGraphAndTheMetadata() throws {
    let model = try Model(.ninSmall, normalization: Self.normalization)
    let nodes = try model.graph.messages(1).prefix(2)
    #expect(nodes.map { $0.texts(4)[0] } == ["Sub", "Div"])
    #expect(nodes.map { $0.texts(1) } == [["pixels", "mean"], ["pixels-sub", "deviation"]])
    let tensors = try model.graph.messages(5).prefix(2)
    #expect(tensors.map { $0.integers(1) } == [[1, 3, 1, 1], [1, 3, 1, 1]])
    #expect(tensors[1].bytes(9) == [Self.normalization.deviation.withUnsafeBytes { Data($0) }])
    #expect(try model.metadata["mean"] == "[0.1,0.2,0.3]")
  }

  @Test func metadataSaysWhatTheModelIs() throws {
    let metadata = try Model(.ninSmall).metadata
    let names = Data((metadata["class_names"] ?? "").utf8)
    #expect(try JSONDecoder().decode([String].self, from: names) == ["a", "b \"quoted\"", "ç"])
    #expect(metadata["model"] == "nin-small")
    #expect(metadata["size"] == "32")
    #expect(metadata["mean"] == nil)
  }
}
