import Foundation

/// Computes the operators that preprocess one image, with the types that the ONNX operator
/// specification (opset 13) demands: both inputs of an operator have one type.
struct ONNXEvaluator {
  struct Value {
    var shape: [Int]
    /// Rounded to Float unless the type is double.
    var numbers: [Double]
    var isDouble = false
  }

  struct Unexpected: Error {
    let operation: String
  }

  private let nodes: [ProtobufReader]
  private var values: [String: Value] = [:]

  init(_ graph: ProtobufReader) throws {
    nodes = try graph.messages(1)
    for tensor in try graph.messages(5) {
      let data = tensor.bytes(9)[0]
      let numbers =
        tensor.integers(2) == [7]
        ? Self.elements(data, Int64.self).map { Double($0) }
        : Self.elements(data, Float.self).map { Double($0) }
      values[tensor.texts(8)[0]] = Value(shape: tensor.integers(1), numbers: numbers)
    }
  }

  /// The value that enters the first convolution.
  /// - Parameter pixels: `[1][channels][height][width]`.
  mutating func preprocessed(_ pixels: Value) throws -> Value {
    values["pixels"] = pixels
    for node in nodes {
      let (operation, names) = (node.texts(4)[0], node.texts(1))
      guard let x = values[names[0]] else { throw Unexpected(operation: names[0]) }
      if operation == "Conv" { return x }
      let others = names.dropFirst().compactMap { values[$0] }
      let attributes = Dictionary(
        uniqueKeysWithValues: try node.messages(5).map { ($0.texts(1)[0], $0) })
      values[node.texts(2)[0]] = try compute(operation, x, others, attributes)
    }
    throw Unexpected(operation: "the end")
  }

  private func compute(
    _ operation: String, _ x: Value, _ others: [Value], _ attributes: [String: ProtobufReader]
  ) throws -> Value {
    switch (operation, others.count) {
    case ("Cast", 0):
      let isDouble = attributes["to"]?.integers(3) == [11]
      return rounded(Value(shape: x.shape, numbers: x.numbers, isDouble: isDouble))
    case ("Sub", 1): return try elementwise(x, others[0], -)
    case ("Div", 1): return try elementwise(x, others[0], /)
    case ("Max", 1): return try elementwise(x, others[0], max)
    case ("ReduceMean", 0), ("ReduceL2", 0):
      guard attributes["axes"]?.integers(8) == [1, 2, 3], attributes["keepdims"]?.integers(3) == [1]
      else { throw Unexpected(operation: operation) }
      var sum = Value(shape: [1, 1, 1, 1], numbers: [0], isDouble: x.isDouble)
      for number in x.numbers {
        sum.numbers[0] += operation == "ReduceMean" ? number : number * number
        sum = rounded(sum)
      }
      sum.numbers[0] =
        operation == "ReduceMean"
        ? sum.numbers[0] / Double(x.numbers.count) : sum.numbers[0].squareRoot()
      return rounded(sum)
    case ("Flatten", 0): return Value(shape: [1, x.numbers.count], numbers: x.numbers)
    case ("Gemm", 2):
      var result = others[1]
      let columns = result.numbers.count
      guard others[0].shape == [x.numbers.count, columns], attributes.isEmpty else {
        throw Unexpected(operation: operation)
      }
      for (row, number) in x.numbers.enumerated() {
        for column in 0..<columns {
          result.numbers[column] += number * others[0].numbers[row * columns + column]
        }
      }
      return rounded(Value(shape: [1, columns], numbers: result.numbers))
    case ("Reshape", 1):
      let shape = [1] + others[0].numbers.dropFirst().map { Int($0) }
      return Value(shape: shape, numbers: x.numbers)
    default: throw Unexpected(operation: operation)
    }
  }

  /// `y` is one number, one per channel, or as large as `x`.
  private func elementwise(
    _ x: Value, _ y: Value, _ operation: (Double, Double) -> Double
  ) throws -> Value {
    guard x.isDouble == y.isDouble else { throw Unexpected(operation: "two types") }
    let repeats = y.numbers.count == 1 ? x.numbers.count : x.shape[2] * x.shape[3]
    guard y.numbers.count * repeats == x.numbers.count else {
      throw Unexpected(operation: "two shapes")
    }
    var result = x
    for index in x.numbers.indices {
      result.numbers[index] = operation(x.numbers[index], y.numbers[index / repeats])
    }
    return rounded(result)
  }

  private func rounded(_ value: Value) -> Value {
    guard !value.isDouble else { return value }
    return Value(shape: value.shape, numbers: value.numbers.map { Double(Float($0)) })
  }

  private static func elements<Element>(_ data: Data, _ type: Element.Type) -> [Element] {
    [UInt8](data).withUnsafeBytes { Array($0.assumingMemoryBound(to: type)) }
  }
}
