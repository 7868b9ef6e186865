/// The tensors that an operation reads and writes, where they lie in a plan's memory.
struct BoundEdges {
  let x: UnsafeMutablePointer<Float>
  let y: UnsafeMutablePointer<Float>
  /// Nil in inference.
  let dx: UnsafeMutablePointer<Float>?
  let dy: UnsafeMutablePointer<Float>?
  /// Where it is not positive, `dx` is zero; nil when `x` does not come out of a ReLU.
  let mask: UnsafePointer<Float>?

  init(_ operation: PlanOperation, _ binding: Binding) {
    x = binding.values(operation.input)
    y = binding.values(operation.output)
    dx = binding.gradient(operation.input)
    dy = binding.gradient(operation.output)
    mask = operation.input.rectified ? UnsafePointer(x) : nil
  }
}
