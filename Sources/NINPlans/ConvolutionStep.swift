import NINKernels
import NINModules
import NINTensors

/// Where the buffers of a convolution begin in a plan's memory, and how large its workspace is.
struct ConvolutionMemory {
  let kernel: Conv2dKernel
  let packedForward: Int
  var packedBackward = 0
  var accumulator = 0

  /// - Parameter needsInputGradient: false for the first layer, whose backward-data pass is skipped.
  init(
    _ kernel: Conv2dKernel, mode: PlanMode, needsInputGradient: Bool,
    in layout: inout MemoryLayout
  ) throws(KernelError) {
    self.kernel = kernel
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
  private let kernel: Conv2dKernel
  private let relu: Bool
  private let needsInputGradient: Bool
  private let isTraining: Bool

  private let edges: BoundEdges

  private let weights: UnsafeMutablePointer<Float>
  private let bias: UnsafeMutablePointer<Float>
  private let weightGradient: UnsafeMutablePointer<Float>
  private let biasGradient: UnsafeMutablePointer<Float>

  private let packedForward: UnsafeMutablePointer<Float>
  private let packedBackward: UnsafeMutablePointer<Float>
  private let accumulator: UnsafeMutablePointer<Float>
  private let workspace: UnsafeMutablePointer<Float>

  init(
    _ operation: Operation, _ convolution: Operation.Convolution, memory: ConvolutionMemory,
    workspace: Int, binding: Binding
  ) throws(ShapeError) {
    let layout = binding.parameters.layout
    let weight = try layout.slot("\(convolution.path).weight")
    let bias = try layout.slot("\(convolution.path).bias")
    kernel = memory.kernel
    relu = convolution.relu
    needsInputGradient = operation.input.slot > 0
    isTraining = binding.mode == .training
    edges = BoundEdges(operation, binding)
    weights = binding.parameters.values.pointer + weight.range.lowerBound
    self.bias = binding.parameters.values.pointer + bias.range.lowerBound
    weightGradient = binding.parameters.gradients.pointer + weight.range.lowerBound
    biasGradient = binding.parameters.gradients.pointer + bias.range.lowerBound
    let base = binding.memory.pointer
    packedForward = base + memory.packedForward
    packedBackward = base + memory.packedBackward
    accumulator =
      kernel.accumulatesInPlace ? weightGradient : base + memory.accumulator
    self.workspace = base + workspace
  }

  func prepare() throws(KernelError) {
    try kernel.packForward(weights: weights, into: packedForward)
    if isTraining && needsInputGradient {
      try kernel.packBackward(weights: weights, into: packedBackward)
    }
  }

  func begin() {
    if !kernel.accumulatesInPlace {
      accumulator.update(repeating: 0, count: kernel.weightAccumulatorCount)
    }
  }

  func forward(images: Int, dropout: DropoutSeed) throws(KernelError) {
    try kernel.forward(
      images: images, x: edges.x, packed: packedForward, bias: bias, relu: relu, y: edges.y,
      workspace: workspace)
  }

  func backward(images: Int, dropout: DropoutSeed) throws(KernelError) {
    guard let dx = edges.dx, let dy = edges.dy else { return }
    try kernel.backwardWeights(
      images: images, x: edges.x, dy: dy, accumulator: accumulator, dbias: biasGradient,
      workspace: workspace)
    if needsInputGradient {
      try kernel.backwardData(
        images: images, dy: dy, packed: packedBackward, mask: edges.mask, dx: dx,
        workspace: workspace)
    }
  }

  func finish() throws(KernelError) {
    if !kernel.accumulatesInPlace {
      try kernel.finishWeights(accumulator: accumulator, into: weightGradient)
    }
  }
}
