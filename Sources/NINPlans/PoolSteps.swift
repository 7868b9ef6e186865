import NINKernels
import NINTensors

/// Max pooling. Training remembers the position of each maximum.
final class MaxPoolStep: Step {
  private let kernel: Pool2dKernel
  private let edges: BoundEdges
  private let index: UnsafeMutablePointer<UInt8>?

  /// - Parameter index: where the bytes of the positions start, in floats; nil in inference.
  init(_ operation: PlanOperation, _ geometry: Pool2dGeometry, index: Int?, binding: Binding) {
    kernel = Pool2dKernel(geometry, context: binding.context)
    edges = BoundEdges(operation, binding)
    let bytes = operation.output.shape.countPerImage * binding.chunk
    self.index = index.map {
      UnsafeMutableRawPointer(binding.memory.pointer + $0)
        .bindMemory(to: UInt8.self, capacity: bytes)
    }
  }

  func forward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    try kernel.maximum(imageCount: imageCount, x: edges.x, y: edges.y, index: index)
  }

  // `dy` is zero where the maximum is not positive, so `dx` needs no mask.
  func backward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    guard let dx = edges.dx, let dy = edges.dy, let index else { return }
    try kernel.maximumBackward(imageCount: imageCount, dy: dy, index: index, dx: dx)
  }
}

/// Average pooling.
final class AveragePoolStep: Step {
  private let kernel: Pool2dKernel
  private let edges: BoundEdges

  init(_ operation: PlanOperation, _ geometry: Pool2dGeometry, binding: Binding) {
    kernel = Pool2dKernel(geometry, context: binding.context)
    edges = BoundEdges(operation, binding)
  }

  func forward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    try kernel.average(imageCount: imageCount, x: edges.x, y: edges.y)
  }

  func backward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    guard let dx = edges.dx, let dy = edges.dy else { return }
    try kernel.averageBackward(imageCount: imageCount, dy: dy, mask: edges.mask, dx: dx)
  }
}

/// The mean of each channel.
final class GlobalAverageStep: Step {
  private let context: ExecutionContext
  private let shape: ActivationShape
  private let edges: BoundEdges

  init(_ operation: PlanOperation, binding: Binding) {
    context = binding.context
    shape = operation.input.shape
    edges = BoundEdges(operation, binding)
  }

  func forward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    try context.globalAveragePool(
      imageCount: imageCount, positions: shape.height * shape.width, channels: shape.channels,
      x: edges.x,
      y: edges.y)
  }

  func backward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    guard let dx = edges.dx, let dy = edges.dy else { return }
    try context.globalAveragePoolBackward(
      imageCount: imageCount, positions: shape.height * shape.width, channels: shape.channels,
      dy: dy,
      mask: edges.mask, dx: dx)
  }
}
