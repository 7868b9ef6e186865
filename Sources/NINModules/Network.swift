import NINTensors

/// A layer in its place in a network, with the shapes it sees.
public struct NetworkLayer: Sendable {
  /// Its place in the tree, as PyTorch names it: "net.0.2".
  public let path: String
  /// Never a `sequential`: the layers inside one stand for it.
  public let layer: Layer
  /// Of one image.
  public let input: ActivationShape
  /// Of one image.
  public let output: ActivationShape
}

/// A classifier: layers bound to an input size and a number of classes.
public struct Network: Sendable {
  /// The model's name, as `--model` takes it.
  public let name: String
  /// As they were given; `layers` has those inside them.
  public let tree: [Layer]
  /// Of one image.
  public let input: ActivationShape
  public let classes: Int
  /// All layers that are not `sequential`, in the order data flows.
  public let layers: [NetworkLayer]
  /// Where each parameter lies in a flat array.
  public let parameters: ParameterLayout

  /// - Parameters:
  ///   - name: the name of the network.
  ///   - tree: the layers, in the order data flows.
  ///   - input: the shape of one image; its number of images does not matter.
  ///   - classes: nil for as many as the last layer gives numbers per image.
  ///   - headLayers: how many of the last layers with parameters depend on the number of classes.
  /// - Throws: `ShapeError`, naming the layer, when the layers do not fit together or do not end in
  ///   `classes` numbers per image.
  public init(
    name: String, layers tree: [Layer], input: ActivationShape, classes: Int? = nil,
    headLayers: Int = 1
  ) throws(ShapeError) {
    self.name = name
    self.tree = tree
    self.input = input.with(images: 1)
    var layers: [NetworkLayer] = []
    let output = try Self.visit(.sequential(tree), "net", input.with(images: 1), &layers)
    self.classes = classes ?? output.imageCount
    guard output.imageCount == self.classes else {
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
