import NINKernels
import NINTensors

/// Chooses kernels, lays out memory, binds steps.
struct PlanBuilder {
  private(set) var steps: [any Step] = []
  private(set) var descriptions: [StepDescription] = []
  let binding: Binding

  init(
    _ lowering: Lowering, parameters: Parameters, chunk: Int, mode: PlanMode, math: MathMode,
    context: ExecutionContext
  ) throws {
    guard chunk > 0 else { throw KernelError.invalidArgument }
    var layout = MemoryLayout()
    let tensors = try TensorMemory(
      lowering, chunk: chunk, mode: mode, in: &layout)
    var convolutions: [Int: ConvolutionMemory] = [:]
    var indices: [Int: Int] = [:]
    for (number, operation) in lowering.operations.enumerated() {
      switch operation.kind {
      case .convolution(let convolution):
        let kernel = try Conv2dKernel(
          convolution.geometry, maximumImages: chunk, math: math,
          sparseGradient: convolution.feedsPool, context: context)
        convolutions[number] = try ConvolutionMemory(
          kernel, mode: mode,
          needsInputGradient: operation.input.slot > 0, in: &layout)
      case .maxPool where mode == .training:
        indices[number] = try layout.reserve(operation.output.shape.imageCount * chunk / 4 + 1)
      default: break
      }
    }
    let workspace = try layout.reserve(
      convolutions.values.map(\.kernel.workspaceCount).max() ?? 0)
    binding = Binding(
      memory: try FloatBuffer(count: layout.count), tensors: tensors, parameters: parameters,
      mode: mode, context: context)
    for (number, operation) in lowering.operations.enumerated() {
      let convolution = convolutions[number]
      steps.append(
        try Self.step(
          operation, convolution: convolution, workspace: workspace, index: indices[number] ?? 0,
          chunk: chunk, binding: binding))
      descriptions.append(StepDescription(operation, algorithm: convolution?.kernel.algorithm))
    }
  }

  private static func step(
    _ operation: Operation, convolution: ConvolutionMemory?, workspace: Int, index: Int,
    chunk: Int, binding: Binding
  ) throws(ShapeError) -> any Step {
    switch operation.kind {
    case .convolution(let description):
      guard let convolution else { preconditionFailure("no memory for \(description.path)") }
      return try ConvolutionStep(
        operation, description, memory: convolution, workspace: workspace, binding: binding)
    case .maxPool(let geometry):
      return MaxPoolStep(operation, geometry, index: index, chunk: chunk, binding: binding)
    case .averagePool(let geometry):
      return AveragePoolStep(operation, geometry, binding: binding)
    case .globalAverage: return GlobalAverageStep(operation, binding: binding)
    case .relu: return ReLUStep(operation, binding: binding)
    case .dropout(let probability, let layer):
      return DropoutStep(operation, probability: probability, layer: layer, binding: binding)
    }
  }
}
