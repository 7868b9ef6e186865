import Foundation
import NINCheckpoints
import NINModels
import NINPlans

/// A model as ONNX (onnx/onnx.proto, IR version 8, operator set 13), for ONNX Runtime and others.
///
/// The input `pixels` is `[N][channels][size][size]` floats in 0...1 (bytes / 255). The
/// preprocessing of the training is in the graph. The output `logits` is `[N][classes]`. N, the
/// batch size, is free. The metadata hold the class names and how pictures must be prepared.
public struct ONNXModel {
  private let description: ModelDescription
  private let parameters: Parameters

  /// - Parameters:
  ///   - description: the network, its classes and how its images are prepared.
  ///   - parameters: the parameters of that network.
  public init(_ description: ModelDescription, _ parameters: Parameters) {
    self.description = description
    self.parameters = parameters
  }

  /// The bytes of the file.
  /// - Throws: `ShapeError` when the description is impossible.
  public func encoded() throws -> Data {
    var operators = ProtobufMessage()
    operators.add(1, "")
    operators.add(2, 13)
    var model = ProtobufMessage()
    model.add(1, 8)
    model.add(2, "nin")
    model.add(7, try graph())
    model.add(8, operators)
    for (key, value) in try metadata() { model.add(14, .entry(key, value)) }
    return model.data
  }

  /// Writes the file atomically.
  /// - Throws: `CheckpointError`, `ShapeError`.
  public func write(to path: String) throws {
    try AtomicFile.save(try encoded(), to: path)
  }

  private func graph() throws -> ProtobufMessage {
    let network = try description.network()
    let contents = ONNXGraph(
      network, parameters.stateDictionary, preprocessing: description.preprocessing)
    var graph = ProtobufMessage()
    for node in contents.nodes { graph.add(1, node) }
    graph.add(2, description.model.name)
    for tensor in contents.initializers { graph.add(5, tensor) }
    let input = [description.channels, description.size, description.size]
    graph.add(11, .batch(ONNXGraph.input, of: input))
    graph.add(12, .batch(ONNXGraph.output, of: [network.classes]))
    return graph
  }

  /// Texts by key: `model`, `class_names` (a JSON array in the order of the logits), `size`,
  /// `preprocessing` (for people) and, if images are normalized, `mean` and `deviation` as JSON
  /// arrays.
  func metadata() throws -> [(String, String)] {
    let side = description.size
    var preprocessing =
      "pictures of another size: resize the shorter edge to \(side), bilinear and antialiased, "
      + "and crop the \(side)x\(side) centre; then feed bytes / 255 as NCHW floats"
    if description.preprocessing != Preprocessing() {
      preprocessing += "; the graph does the normalization"
    }
    var entries = [
      ("model", description.model.name),
      ("class_names", try description.classNames.json(.sorted)),
      ("size", String(side)), ("preprocessing", preprocessing),
    ]
    if let normalization = description.normalization {
      entries.append(("mean", try normalization.mean.json(.sorted)))
      entries.append(("deviation", try normalization.deviation.json(.sorted)))
    }
    return entries
  }
}
