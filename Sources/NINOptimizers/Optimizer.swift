import NINKernels

/// Walks over one flat array of parameters, by PyTorch's formulas (`torch/optim/sgd.py`,
/// `adam.py`, `adamw.py`); the exact updates stand in `nin_optimizers.h`.
///
/// It knows parameters, never a model. Its state is the moments and the number of steps taken.
public final class Optimizer {
  public let configuration: OptimizerConfiguration
  /// Parameters, gaps of their layout included.
  public let count: Int
  /// Steps taken.
  public private(set) var steps = 0

  private let context: ExecutionContext
  /// SGD: the momentum buffer (empty without momentum). Adam: first and second moment.
  private let moments: [FloatBuffer]

  /// - Throws: `KernelError.outOfMemory`.
  public init(
    _ configuration: OptimizerConfiguration, count: Int, context: ExecutionContext
  ) throws(KernelError) {
    self.configuration = configuration
    self.count = count
    self.context = context
    var moments: [FloatBuffer] = []
    for _ in Self.momentNames(configuration) { moments.append(try FloatBuffer(count: count)) }
    self.moments = moments
  }

  /// Updates `values` by one step; `gradients` are multiplied by `gradientScale` first.
  public func step(
    values: FloatBuffer, gradients: FloatBuffer, learningRate: Float, gradientScale: Float = 1
  ) throws(KernelError) {
    precondition(values.count == count && gradients.count == count, "optimizer of \(count)")
    steps += 1
    switch configuration.kind {
    case .sgd:
      let step = SGDStep(
        learningRate: learningRate, momentum: configuration.momentum,
        weightDecay: configuration.weightDecay, gradientScale: gradientScale,
        nesterov: configuration.nesterov, isFirst: steps == 1)
      try context.sgd(
        step, count: count, gradient: gradients.pointer, buffer: moments.first?.pointer,
        parameters: values.pointer)
    case .adam, .adamw:
      let step = AdamStep(
        learningRate: learningRate, beta1: configuration.beta1, beta2: configuration.beta2,
        epsilon: configuration.epsilon, weightDecay: configuration.weightDecay,
        gradientScale: gradientScale, decoupled: configuration.kind == .adamw, step: steps)
      try context.adam(
        step, count: count, gradient: gradients.pointer, firstMoment: moments[0].pointer,
        secondMoment: moments[1].pointer, parameters: values.pointer)
    }
  }
}

// MARK: State

extension Optimizer {
  /// The moments by name, each of `count` floats in the layout of the parameters.
  public var state: [(name: String, values: UnsafeMutableBufferPointer<Float>)] {
    zip(Self.momentNames(configuration), moments).map { ($0, $1.elements) }
  }

  /// Declares that `steps` steps were taken; the moments have been written through `state`.
  public func resume(afterSteps steps: Int) {
    self.steps = steps
  }

  private static func momentNames(_ configuration: OptimizerConfiguration) -> [String] {
    switch configuration.kind {
    case .sgd: configuration.momentum == 0 ? [] : ["momentum"]
    case .adam, .adamw: ["first_moment", "second_moment"]
    }
  }
}
