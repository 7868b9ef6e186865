import NINCheckpoints
import NINModels
import NINTensors

/// The preprocessing as nodes of the graph, so that the input of the model is simply bytes / 255.
extension ONNXGraph {
  mutating func preprocess(_ preprocessing: Preprocessing, _ image: ActivationShape) {
    if let normalization = preprocessing.normalization { normalize(normalization) }
    if let contrast = preprocessing.contrast { normalize(contrast) }
    if let whitening = preprocessing.whitening { whiten(whitening, image) }
  }

  private mutating func normalize(_ normalization: Normalization) {
    for (operation, name, values) in [
      ("Sub", "mean", normalization.mean), ("Div", "deviation", normalization.deviation),
    ] {
      initializers.append(.tensor(name, [1, values.count, 1, 1], values))
      append(operation, [name], "pixels-\(operation.lowercased())")
    }
  }

  /// Subtracts the mean of each image and scales the result to the norm `scale`. The mean is exact in
  /// double, so that an image of one colour becomes zero and not the noise of a rounded mean.
  private mutating func normalize(_ contrast: ContrastNormalization) {
    let axes = [ProtobufMessage.attribute("axes", [1, 2, 3]), .attribute("keepdims", 1)]
    // onnx.proto: the type DOUBLE is 11, FLOAT is 1.
    append("Cast", [], "contrast-double", [.attribute("to", 11)])
    let pixels = value
    append("ReduceMean", [], "contrast-mean", axes)
    value = pixels
    append("Sub", ["contrast-mean"], "contrast-difference")
    append("Cast", [], "contrast-centred", [.attribute("to", 1)])
    let centred = value
    append("ReduceL2", [], "contrast-norm", axes)
    let least = Float(ContrastNormalization.smallestDivisor)
    initializers.append(.tensor("contrast-scale", [1], [contrast.scale]))
    initializers.append(.tensor("contrast-least", [1], [least]))
    append("Div", ["contrast-scale"], "contrast-divisor")
    append("Max", ["contrast-least"], "contrast-bounded")
    value = centred
    append("Div", ["contrast-bounded"], "contrast")
  }

  /// Multiplies each image, as one row of numbers in ONNX's order (CHW), by the matrix.
  private mutating func whiten(_ whitening: Whitening, _ image: ActivationShape) {
    let places = image.height * image.width
    let order = (0..<image.channels).flatMap { channel in
      (0..<places).map { $0 * image.channels + channel }
    }
    let count = order.count
    let matrix = order.flatMap { row in order.map { whitening.matrix[row * count + $0] } }
    let shift = whitening.shift
    initializers.append(.tensor("whitening-matrix", [count, count], matrix))
    initializers.append(.tensor("whitening-shift", [count], order.map { shift[$0] }))
    initializers.append(
      .tensor("image-shape", [4], [-1, image.channels, image.height, image.width]))
    append("Flatten", [], "whitening-row", [.attribute("axis", 1)])
    append("Gemm", ["whitening-matrix", "whitening-shift"], "whitening-product")
    append("Reshape", ["image-shape"], "whitening")
  }
}
