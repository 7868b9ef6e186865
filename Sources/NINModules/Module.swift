import NINTensors

/// A part of a network as a description: what it computes and which shapes it takes and gives.
/// Memory, kernels and gradients belong to the plan that executes it.
public protocol Module: Sendable {
  /// PyTorch's name of the class, as a summary prints it.
  var typeName: String { get }
  /// The modules inside, in order.
  var children: [any Module] { get }
  /// - Throws: `ShapeError` when the module cannot take `input`.
  func outputShape(for input: ActivationShape) throws(ShapeError) -> ActivationShape
}

extension Module {
  public var children: [any Module] { [] }
}
