import NINModules
import NINTensors

/// Turns the modules of a network into the operations of a plan. The rules:
///
/// - convolution, then ReLU → one operation; before a max pooling it expects a sparse gradient;
/// - ReLU elsewhere, dropout → in place;
/// - flatten → nothing: the memory is the same.
struct Lowering {
  private(set) var operations: [Operation] = []
  /// Floats of one image in each slot.
  private(set) var slotCounts: [Int]
  private var edge: Edge

  /// - Throws: `ShapeError` when a layer cannot take its input.
  init(_ network: Network) throws(ShapeError) {
    edge = Edge(shape: network.input.with(images: 1), slot: 0, rectified: false)
    slotCounts = [edge.shape.imageCount]
    let layers = network.layers
    var index = 0
    while index < layers.count {
      index += try lower(layers[index...])
    }
  }

  /// Slots whose values nobody reads once the forward pass has moved on: what a max pooling reads,
  /// for its gradient needs only places.
  var transientSlots: Set<Int> {
    var readers: [Int: [Operation]] = [:]
    for operation in operations { readers[operation.input.slot, default: []].append(operation) }
    return Set(
      readers.filter { slot, operations in
        slot > 0 && operations.allSatisfy(\.isMaxPool)
      }.keys)
  }

  var input: Edge { operations.first?.input ?? edge }
  var output: Edge { edge }

  /// Adds what the first of `layers` needs; returns how many of them it consumed.
  private mutating func lower(_ layers: ArraySlice<NetworkLayer>) throws(ShapeError) -> Int {
    guard let layer = layers.first else { return 0 }
    switch layer.module {
    case let module as Conv2d:
      let relu = layers.dropFirst().first?.module is ReLU
      let taken = layers.prefix(relu ? 2 : 1)
      let convolution = Operation.Convolution(
        geometry: try module.geometry(for: edge.shape), path: layer.path, relu: relu,
        feedsPool: Self.isSparsePool(layers.dropFirst(taken.count).first?.module))
      append(
        .convolution(convolution), taken.last?.output ?? layer.output, rectified: relu,
        paths: taken.map(\.path))
      return taken.count
    case let module as MaxPool2d:
      let geometry = try module.geometry(for: edge.shape)
      append(.maxPool(geometry), layer.output, rectified: edge.rectified, paths: [layer.path])
    case let module as AvgPool2d:
      let geometry = try module.geometry(for: edge.shape)
      append(.averagePool(geometry), layer.output, rectified: false, paths: [layer.path])
    case is GlobalAveragePool2d:
      append(.globalAverage, layer.output, rectified: false, paths: [layer.path])
    case is ReLU:
      appendInPlace(.relu, rectified: true, path: layer.path)
    case let module as Dropout:
      let count = operations.count
      appendInPlace(
        .dropout(probability: module.probability, layer: count), rectified: edge.rectified,
        path: layer.path)
    case is Flatten:
      let flat = ActivationShape(height: 1, width: 1, channels: edge.shape.imageCount)
      edge = Edge(shape: flat, slot: edge.slot, rectified: edge.rectified)
    default:
      throw ShapeError("\(layer.path): no kernel for a module of type \(layer.module.typeName)")
    }
    return 1
  }

  /// Whether a pooling sends its gradient to so few places that it pays to look for them:
  /// one in `stride²`, and less where maxima are shared.
  private static func isSparsePool(_ module: (any Module)?) -> Bool {
    ((module as? MaxPool2d)?.stride ?? 1) >= 2
  }

  private mutating func append(
    _ kind: Operation.Kind, _ shape: ActivationShape, rectified: Bool, paths: [String]
  ) {
    let output = Edge(shape: shape.with(images: 1), slot: slotCounts.count, rectified: rectified)
    slotCounts.append(output.shape.imageCount)
    operations.append(Operation(kind: kind, input: edge, output: output, paths: paths))
    edge = output
  }

  private mutating func appendInPlace(_ kind: Operation.Kind, rectified: Bool, path: String) {
    let output = Edge(shape: edge.shape, slot: edge.slot, rectified: rectified)
    operations.append(Operation(kind: kind, input: edge, output: output, paths: [path]))
    edge = output
  }
}
