import NINTensors

/// A leaf of a network, with the shapes it sees.
public struct NetworkLayer: Sendable {
  /// Its place in the tree, as PyTorch names it: "net.0.2".
  public let path: String
  public let module: any Module
  /// Of one image.
  public let input: ActivationShape
  /// Of one image.
  public let output: ActivationShape
}

/// A classifier: modules bound to an input size and a number of classes.
public struct Network: Sendable {
  /// The model's name, as `--model` takes it.
  public let name: String
  public let root: Sequential
  /// Of one image.
  public let input: ActivationShape
  public let classes: Int
  /// The leaves, in the order data flows.
  public let layers: [NetworkLayer]
  /// Where each parameter lies in a flat array.
  public let parameters: ParameterLayout

  /// - Throws: `ShapeError`, naming the layer, when the modules do not fit together or do not end
  ///   in `classes` numbers an image.
  public init(
    name: String, root: Sequential, input: ActivationShape, classes: Int
  ) throws(ShapeError) {
    self.name = name
    self.root = root
    self.input = input.with(images: 1)
    self.classes = classes
    var layers: [NetworkLayer] = []
    let output = try Self.visit(root, "net", input.with(images: 1), &layers)
    guard output.imageCount == classes else {
      throw ShapeError("\(name): \(classes) classes, but the last layer gives \(output)")
    }
    self.layers = layers
    parameters = try ParameterLayout(layers)
  }

  private static func visit(
    _ module: any Module, _ path: String, _ input: ActivationShape, _ layers: inout [NetworkLayer]
  ) throws(ShapeError) -> ActivationShape {
    if module is Sequential {
      var shape = input
      for (index, child) in module.children.enumerated() {
        shape = try visit(child, "\(path).\(index)", shape, &layers)
      }
      return shape
    }
    do {
      let output = try module.outputShape(for: input)
      layers.append(NetworkLayer(path: path, module: module, input: input, output: output))
      return output
    } catch {
      throw ShapeError("\(path): \(error.description)")
    }
  }
}
