import NINTensors

/// A layer of a network, with its place and its shapes.
public struct NetworkLayer: Sendable {
  /// The place in the tree of layers, as PyTorch names it: "net.0.2".
  public let path: String
  /// The layer; never a `sequential`, whose layers are listed instead.
  public let layer: Layer
  /// The shape of its input, for one image.
  public let input: ActivationShape
  /// The shape of its output, for one image.
  public let output: ActivationShape
}

/// A classifier: layers with a fixed input shape and number of classes.
public struct Network: Sendable {
  /// The name of the model, as in `--model`.
  public let name: String
  /// The layers as given to the initializer; `layers` lists the ones inside them.
  public internal(set) var tree: [Layer]
  /// The shape of one input image.
  public let input: ActivationShape
  /// The number of classes.
  public let classes: Int
  /// All layers that are not `sequential`, in the order of execution.
  public internal(set) var layers: [NetworkLayer]
  /// Where each parameter lies in the flat array of all parameters.
  public let parameters: ParameterLayout

  /// - Parameters:
  ///   - name: the name of the network.
  ///   - tree: the layers, in the order of execution.
  ///   - input: the shape of one image; its number of images is ignored.
  ///   - classes: the number of classes; nil for the number of outputs of the last layer.
  ///   - headLayers: how many of the last layers with parameters depend on the number of classes.
  /// - Throws: `ShapeError`, naming the layer, when the layers do not fit together or do not end in
  ///   `classes` numbers per image.
  public init(
    name: String, layers tree: [Layer], input: ActivationShape, classes: Int? = nil,
    headLayers: Int = 1
  ) throws(ShapeError) {
    self.name = name
    self.tree = tree
    self.input = input.with(imageCount: 1)
    var layers: [NetworkLayer] = []
    let output = try Self.visit(.sequential(tree), "net", input.with(imageCount: 1), &layers)
    self.classes = classes ?? output.countPerImage
    guard output.countPerImage == self.classes else {
      throw ShapeError("\(name): \(self.classes) classes, but the last layer gives \(output)")
    }
    self.layers = layers
    parameters = ParameterLayout(layers, headLayers: headLayers)
  }

  private static func visit(
    _ layer: Layer, _ path: String, _ input: ActivationShape, _ layers: inout [NetworkLayer]
  ) throws(ShapeError) -> ActivationShape {
    if case .sequential(let children) = layer {
      var shape = input
      for (index, child) in children.enumerated() {
        shape = try visit(child, "\(path).\(index)", shape, &layers)
      }
      return shape
    }
    do {
      let output = try layer.outputShape(for: input)
      layers.append(NetworkLayer(path: path, layer: layer, input: input, output: output))
      return output
    } catch {
      throw ShapeError("\(path): \(error.description)")
    }
  }
}
