import Foundation
import NINCheckpoints

// Encoders for the messages of onnx.proto (ONNX IR version 8) that a network needs. The numbers are
// the field numbers.

extension ProtobufMessage {
  /// `NodeProto`: one operator.
  static func node(
    _ type: String, _ inputs: [String], _ output: String, _ attributes: [ProtobufMessage] = []
  ) -> ProtobufMessage {
    var node = ProtobufMessage()
    for input in inputs { node.add(1, input) }
    node.add(2, output)
    node.add(3, output)
    node.add(4, type)
    for attribute in attributes { node.add(5, attribute) }
    return node
  }

  /// `AttributeProto` of type INT.
  static func attribute(_ name: String, _ value: Int) -> ProtobufMessage {
    var attribute = ProtobufMessage()
    attribute.add(1, name)
    attribute.add(3, value)
    attribute.add(20, 2)
    return attribute
  }

  /// `AttributeProto` of type INTS.
  static func attribute(_ name: String, _ values: [Int]) -> ProtobufMessage {
    var attribute = ProtobufMessage()
    attribute.add(1, name)
    for value in values { attribute.add(8, value) }
    attribute.add(20, 7)
    return attribute
  }

  /// `TensorProto` of type FLOAT, with values in C order.
  static func tensor(_ name: String, _ dimensions: [Int], _ values: [Float]) -> ProtobufMessage {
    var tensor = ProtobufMessage()
    for dimension in dimensions { tensor.add(1, dimension) }
    tensor.add(2, 1)
    tensor.add(8, name)
    tensor.add(9, values.withUnsafeBytes { Data($0) })
    return tensor
  }

  /// `TensorProto` of type INT64.
  static func tensor(_ name: String, _ dimensions: [Int], _ values: [Int]) -> ProtobufMessage {
    var tensor = ProtobufMessage()
    for dimension in dimensions { tensor.add(1, dimension) }
    tensor.add(2, 7)
    tensor.add(8, name)
    tensor.add(9, values.map { Int64($0).littleEndian }.withUnsafeBytes { Data($0) })
    return tensor
  }

  /// `ValueInfoProto` of a float tensor whose first dimension is the batch, "N".
  static func batch(_ name: String, of dimensions: [Int]) -> ProtobufMessage {
    var shape = ProtobufMessage()
    var batch = ProtobufMessage()
    batch.add(2, "N")
    shape.add(1, batch)
    for dimension in dimensions {
      var fixed = ProtobufMessage()
      fixed.add(1, dimension)
      shape.add(1, fixed)
    }
    var tensor = ProtobufMessage()
    tensor.add(1, 1)
    tensor.add(2, shape)
    var type = ProtobufMessage()
    type.add(1, tensor)
    var info = ProtobufMessage()
    info.add(1, name)
    info.add(2, type)
    return info
  }

  /// `StringStringEntryProto`.
  static func entry(_ key: String, _ value: String) -> ProtobufMessage {
    var entry = ProtobufMessage()
    entry.add(1, key)
    entry.add(2, value)
    return entry
  }
}
