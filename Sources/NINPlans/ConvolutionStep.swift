import NINKernels
import NINModules
import NINTensors

/// The places of a convolution's buffers in a plan's memory.
struct ConvolutionMemory {
  let packedForward: Int
  /// Nil when no gradient of the input is needed: in inference and in the first layer.
  var packedBackward: Int?
  /// Nil in inference, and when the kernel adds directly to the gradient.
  var accumulator: Int?

  init(
    _ kernel: Conv2dKernel, mode: PlanMode, needsInputGradient: Bool, in layout: inout ArenaLayout
  ) throws(KernelError) {
    packedForward = try layout.reserve(kernel.packedForwardCount)
    guard mode == .training else { return }
    if needsInputGradient { packedBackward = try layout.reserve(kernel.packedBackwardCount) }
    if !kernel.accumulatesInPlace {
      accumulator = try layout.reserve(kernel.weightAccumulatorCount)
    }
  }
}

/// Convolution, bias and ReLU.
final class ConvolutionStep: Step {
  let firstParameter: Int?
  private let kernel: Conv2dKernel
  private let relu: Bool
  private let edges: BoundEdges
  private let weights: UnsafeMutablePointer<Float>
  private let bias: UnsafeMutablePointer<Float>
  private let packedForward: UnsafeMutablePointer<Float>
  private let packedBackward: UnsafeMutablePointer<Float>?
  private let workspace: UnsafeMutablePointer<Float>
  private let accumulator: UnsafeMutablePointer<Float>?
  /// Nil in inference.
  private let gradients: (weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>)?

  init(
    _ operation: PlanOperation, _ convolution: PlanOperation.Convolution, _ kernel: Conv2dKernel,
    _ memory: ConvolutionMemory, binding: Binding
  ) throws(ShapeError) {
    let parameters = binding.parameters
    let weight = try parameters.layout.slot("\(convolution.path).weight").range.lowerBound
    let bias = try parameters.layout.slot("\(convolution.path).bias").range.lowerBound
    firstParameter = weight
    self.kernel = kernel
    relu = convolution.relu
    edges = BoundEdges(operation, binding)
    weights = parameters.values.pointer + weight
    self.bias = parameters.values.pointer + bias
    let base = binding.memory.pointer
    packedForward = base + memory.packedForward
    packedBackward = memory.packedBackward.map { base + $0 }
    workspace = base + binding.workspace
    accumulator = memory.accumulator.map { base + $0 }
    let gradient = parameters.gradients.pointer
    gradients = binding.mode == .training ? (gradient + weight, gradient + bias) : nil
  }

  func prepare() throws(KernelError) {
    try kernel.packForward(weights: weights, into: packedForward)
    if let packedBackward { try kernel.packBackward(weights: weights, into: packedBackward) }
  }

  func begin() {
    accumulator?.update(repeating: 0, count: kernel.weightAccumulatorCount)
  }

  func forward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    try kernel.forward(
      imageCount: imageCount, x: edges.x, packed: packedForward, bias: bias, relu: relu, y: edges.y,
      workspace: workspace)
  }

  func backwardWeights(imageCount: Int) throws(KernelError) {
    guard let gradients, let dy = edges.dy else { return }
    try kernel.backwardWeights(
      imageCount: imageCount, x: edges.x, dy: dy, accumulator: accumulator ?? gradients.weights,
      dbias: gradients.bias, workspace: workspace)
  }

  func backward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    guard let packedBackward, let dx = edges.dx, let dy = edges.dy else { return }
    try kernel.backwardData(
      imageCount: imageCount, dy: dy, packed: packedBackward, mask: edges.mask, dx: dx,
      workspace: workspace)
  }

  func finish() throws(KernelError) {
    if let gradients, let accumulator {
      try kernel.finishWeights(accumulator: accumulator, into: gradients.weights)
    }
  }
}
