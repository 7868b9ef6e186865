import NINModules
import NINTensors

/// Turns the layers of a network into the operations of a plan. The rules:
///
/// - convolution followed by ReLU → one operation; before a max pooling, it expects a sparse
///   gradient;
/// - other ReLU, dropout → in place;
/// - logits that are the output of a ReLU → an additional operation that masks their gradient;
/// - flatten → no operation, because the memory is the same; dropout of nothing → no operation;
/// - linear → a convolution whose kernel is as large as the image before it was flattened.
struct Lowering {
  private(set) var operations: [PlanOperation] = []
  /// The floats of one image in each slot.
  private(set) var slotCounts: [Int]
  private var edge: Edge
  /// The shape before the `flatten` that produced the current edge; nil when there was none.
  private var flattened: ActivationShape?

  /// - Throws: `ShapeError` when a layer cannot take its input.
  init(_ network: Network) throws(ShapeError) {
    edge = Edge(shape: network.input.with(imageCount: 1), slot: 0, rectified: false)
    slotCounts = [edge.shape.countPerImage]
    let layers = network.layers
    var index = 0
    while index < layers.count {
      index += try lower(layers[index...])
    }
    if edge.rectified { appendInPlace(.rectifiedLogits, rectified: true, paths: []) }
  }

  /// Slots that only a max pooling reads. The backward pass does not need their values, because a
  /// max pooling remembers the positions of the maxima.
  var transientSlots: Set<Int> {
    var readers: [Int: [PlanOperation]] = [:]
    for operation in operations { readers[operation.input.slot, default: []].append(operation) }
    return Set(
      readers.filter { slot, operations in
        slot > 0 && operations.allSatisfy(\.isMaxPool)
      }.keys)
  }

  var input: Edge { operations.first?.input ?? edge }
  var output: Edge { edge }

  /// Adds the operation of the first of `layers`; returns how many layers it covers.
  private mutating func lower(_ layers: ArraySlice<NetworkLayer>) throws(ShapeError) -> Int {
    guard let layer = layers.first else { return 0 }
    switch layer.layer {
    case .conv2d(let conv): return lower(try conv.geometry(for: edge.shape), layers)
    case .linear:
      if let flattened {
        edge = Edge(shape: flattened, slot: edge.slot, rectified: edge.rectified)
      }
      return lower(try Self.geometry(edge.shape, outputs: layer.output.channels), layers)
    case .maxPool2d(let pool):
      let geometry = try pool.geometry(for: edge.shape)
      append(.maxPool(geometry), layer.output, rectified: edge.rectified, paths: [layer.path])
    case .averagePool2d(let pool):
      let geometry = try pool.geometry(for: edge.shape)
      append(.averagePool(geometry), layer.output, rectified: false, paths: [layer.path])
    case .globalAveragePool2d:
      append(.globalAverage, layer.output, rectified: false, paths: [layer.path])
    case .relu: appendInPlace(.relu, rectified: true, paths: [layer.path])
    case .dropout(probability: 0): break
    case .dropout(let probability):
      appendInPlace(
        .dropout(probability: probability, layer: operations.count), rectified: edge.rectified,
        paths: [layer.path])
    case .flatten:
      flattened = edge.shape
      edge = Edge(shape: layer.output, slot: edge.slot, rectified: edge.rectified)
    case .sequential: preconditionFailure("\(layer.path): layers of a network have none inside")
    }
    return 1
  }

  /// The convolution that is equal to a linear layer.
  private static func geometry(
    _ image: ActivationShape, outputs: Int
  ) throws(ShapeError) -> Conv2dGeometry {
    try Conv2dGeometry(
      height: image.height, width: image.width, inputChannels: image.channels,
      outputChannels: outputs, kernelHeight: image.height, kernelWidth: image.width)
  }

  /// Adds a convolution with the ReLU that follows it, if any; returns how many layers it covers.
  private mutating func lower(
    _ geometry: Conv2dGeometry, _ layers: ArraySlice<NetworkLayer>
  ) -> Int {
    let relu = layers.dropFirst().first?.layer == .relu
    let taken = Array(layers.prefix(relu ? 2 : 1))
    let convolution = PlanOperation.Convolution(
      geometry: geometry, path: taken[0].path, relu: relu,
      feedsPool: Self.isSparsePool(layers.dropFirst(taken.count).first?.layer))
    append(
      .convolution(convolution), taken[0].output, rectified: relu, paths: taken.map(\.path))
    return taken.count
  }

  /// Whether most of a pooling's gradient is zero, so that a kernel for sparse gradients is faster:
  /// at most one value in `stride²` is not.
  private static func isSparsePool(_ layer: Layer?) -> Bool {
    if case .maxPool2d(let pool) = layer { pool.stride >= 2 } else { false }
  }

  private mutating func append(
    _ kind: PlanOperation.Kind, _ shape: ActivationShape, rectified: Bool, paths: [String]
  ) {
    let output = Edge(
      shape: shape.with(imageCount: 1), slot: slotCounts.count, rectified: rectified)
    slotCounts.append(output.shape.countPerImage)
    operations.append(PlanOperation(kind: kind, input: edge, output: output, paths: paths))
    edge = output
    flattened = nil
  }

  private mutating func appendInPlace(
    _ kind: PlanOperation.Kind, rectified: Bool, paths: [String]
  ) {
    let output = Edge(shape: edge.shape, slot: edge.slot, rectified: rectified)
    operations.append(PlanOperation(kind: kind, input: edge, output: output, paths: paths))
    edge = output
  }
}
