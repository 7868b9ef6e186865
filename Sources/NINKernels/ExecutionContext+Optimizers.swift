import CKernels

/// The numbers of one SGD step; formulas in `nin_optimizers.h`.
public struct SGDStep: Hashable, Sendable {
  public var learningRate: Float
  public var momentum: Float
  public var weightDecay: Float
  /// Multiplies the gradient first: 1, or less when it is clipped.
  public var gradientScale: Float
  public var nesterov: Bool
  /// Whether the momentum buffer starts as the gradient.
  public var isFirst: Bool

  public init(
    learningRate: Float, momentum: Float, weightDecay: Float, gradientScale: Float = 1,
    nesterov: Bool, isFirst: Bool
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.gradientScale = gradientScale
    self.nesterov = nesterov
    self.isFirst = isFirst
  }
}

/// The numbers of one Adam or AdamW step; formulas in `nin_optimizers.h`.
public struct AdamStep: Hashable, Sendable {
  public var learningRate: Float
  public var beta1: Float
  public var beta2: Float
  public var epsilon: Float
  public var weightDecay: Float
  /// Multiplies the gradient first: 1, or less when it is clipped.
  public var gradientScale: Float
  /// AdamW: the decay acts on the parameter, not through the gradient.
  public var decoupled: Bool
  /// Counted from 1.
  public var step: Int

  public init(
    learningRate: Float, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float, gradientScale: Float = 1, decoupled: Bool, step: Int
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.gradientScale = gradientScale
    self.decoupled = decoupled
    self.step = step
  }
}

extension ExecutionContext {
  /// One step of SGD over `count` parameters. `buffer` may be nil when momentum is 0.
  public func sgd(
    _ step: SGDStep, count: Int, gradient: UnsafePointer<Float>,
    buffer: UnsafeMutablePointer<Float>?, parameters: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    var options = nin_sgd(
      learning_rate: step.learningRate, momentum: step.momentum, weight_decay: step.weightDecay,
      gradient_scale: step.gradientScale, nesterov: step.nesterov, first_step: step.isFirst)
    try run { nin_sgd_step_f32($0, &options, count, gradient, buffer, parameters) }
  }

  /// One step of Adam or AdamW over `count` parameters.
  public func adam(
    _ step: AdamStep, count: Int, gradient: UnsafePointer<Float>,
    firstMoment: UnsafeMutablePointer<Float>, secondMoment: UnsafeMutablePointer<Float>,
    parameters: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    var options = nin_adam(
      learning_rate: step.learningRate, beta1: step.beta1, beta2: step.beta2,
      epsilon: step.epsilon, weight_decay: step.weightDecay, gradient_scale: step.gradientScale,
      decoupled: step.decoupled, step: Int64(step.step))
    try run {
      nin_adam_step_f32($0, &options, count, gradient, firstMoment, secondMoment, parameters)
    }
  }

  /// `Σ gradient[i]²`, in double, in an order that depends on `count` alone.
  public func sumOfSquares(
    count: Int, gradient: UnsafePointer<Float>
  ) throws(KernelError) -> Double {
    var sum = 0.0
    try run { nin_sum_of_squares_f32($0, count, gradient, &sum) }
    return sum
  }
}
