/// Pointers to the tensors that an operation reads and writes.
struct BoundEdges {
  let x: UnsafeMutablePointer<Float>
  let y: UnsafeMutablePointer<Float>
  /// Nil in inference.
  let dx: UnsafeMutablePointer<Float>?
  let dy: UnsafeMutablePointer<Float>?
  /// `dx` is zero where the mask is not positive; nil when `x` is not the output of a ReLU.
  let mask: UnsafePointer<Float>?

  init(_ operation: PlanOperation, _ binding: Binding) {
    x = binding.values(operation.input)
    y = binding.values(operation.output)
    dx = binding.gradient(operation.input)
    dy = binding.gradient(operation.output)
    mask = operation.input.rectified ? UnsafePointer(x) : nil
  }
}
