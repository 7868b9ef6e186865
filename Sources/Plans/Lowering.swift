import Modules
import Tensors

/// Turns the modules of a network into the operations of a plan. The rules:
///
/// - convolution, then ReLU → one operation;
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
      index += try lower(layers[index], next: index + 1 < layers.count ? layers[index + 1] : nil)
    }
  }

  var input: Edge { operations.first?.input ?? edge }
  var output: Edge { edge }

  /// Adds what `layer` needs; returns how many layers it consumed.
  private mutating func lower(
    _ layer: NetworkLayer, next: NetworkLayer?
  ) throws(ShapeError) -> Int {
    switch layer.module {
    case let module as Conv2d:
      let relu = next?.module is ReLU
      let geometry = try module.geometry(for: edge.shape)
      append(
        .convolution(geometry, path: layer.path, relu: relu), layer.output, rectified: relu,
        paths: [layer.path] + (relu ? [next?.path ?? ""] : []))
      return relu ? 2 : 1
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
