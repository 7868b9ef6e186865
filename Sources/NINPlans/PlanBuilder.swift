import NINKernels
import NINTensors

/// Chooses kernels, places all memory, and then makes the steps.
struct PlanBuilder {
  let steps: [any Step]
  let descriptions: [StepDescription]
  let binding: Binding
  /// `[chunk]` losses.
  let losses: UnsafeMutablePointer<Float>

  /// Makes a step when the memory has been allocated.
  private typealias Binder = (Binding) throws -> any Step

  init(
    _ lowering: Lowering, parameters: Parameters, chunk: Int, mode: PlanMode, math: MathMode,
    context: ExecutionContext, arena: FloatBuffer?
  ) throws {
    guard chunk > 0 else { throw KernelError.invalidArgument }
    var layout = ArenaLayout()
    let tensors = try TensorMemory(lowering, chunk: chunk, mode: mode, in: &layout)
    var binders: [Binder] = []
    var descriptions: [StepDescription] = []
    var workspaceCount = 0
    for operation in lowering.operations {
      guard case .convolution(let convolution) = operation.kind else {
        binders.append(try Self.reserve(operation, chunk: chunk, mode: mode, in: &layout))
        descriptions.append(StepDescription(operation, algorithm: nil))
        continue
      }
      let kernel = try Conv2dKernel(
        convolution.geometry, maximumImages: chunk, math: math,
        sparseGradient: convolution.feedsPool, context: context)
      let memory = try ConvolutionMemory(
        kernel, mode: mode, needsInputGradient: operation.input.slot > 0, in: &layout)
      binders.append { try ConvolutionStep(operation, convolution, kernel, memory, binding: $0) }
      descriptions.append(StepDescription(operation, algorithm: kernel.algorithm))
      workspaceCount = max(workspaceCount, kernel.workspaceCount)
    }
    let workspace = try layout.reserve(workspaceCount)
    let losses = try layout.reserve(chunk)
    let binding = Binding(
      memory: try Self.memory(layout.count, arena), tensors: tensors, workspace: workspace,
      parameters: parameters, chunk: chunk, mode: mode, context: context)
    self.binding = binding
    self.descriptions = descriptions
    self.losses = binding.memory.pointer + losses
    steps = try binders.map { try $0(binding) }
  }

  /// The other plan's memory if it is large enough, else new memory.
  private static func memory(_ count: Int, _ arena: FloatBuffer?) throws(KernelError) -> FloatBuffer
  {
    if let arena, arena.count >= count { return arena }
    return try FloatBuffer(count: count)
  }

  /// Reserves memory for an operation other than a convolution.
  private static func reserve(
    _ operation: PlanOperation, chunk: Int, mode: PlanMode, in layout: inout ArenaLayout
  ) throws(KernelError) -> Binder {
    switch operation.kind {
    case .convolution: preconditionFailure("a convolution has memory of its own")
    case .maxPool(let geometry):
      let bytes = operation.output.shape.countPerImage * chunk
      let index = mode == .training ? try layout.reserve(bytes / 4 + 1) : nil
      return { MaxPoolStep(operation, geometry, index: index, binding: $0) }
    case .averagePool(let geometry):
      return { AveragePoolStep(operation, geometry, binding: $0) }
    case .globalAverage: return { GlobalAverageStep(operation, binding: $0) }
    case .relu: return { ReLUStep(operation, binding: $0) }
    case .dropout(let probability, let layer):
      return { DropoutStep(operation, probability: probability, layer: layer, binding: $0) }
    case .rectifiedLogits: return { RectifiedLogitsStep(operation, binding: $0) }
    }
  }
}
