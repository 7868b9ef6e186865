import CKernels

/// The numbers of one SGD step; formulas in `nin_optimizers.h`.
public struct SGDStep: Hashable, Sendable {
  /// The factor of the step.
  public var learningRate: Float
  /// The share of the momentum buffer that is kept; 0 for plain SGD.
  public var momentum: Float
  /// The factor of the L2 penalty.
  public var weightDecay: Float
  /// Multiplies the gradient first: 1, or less when it is clipped.
  public var gradientScale: Float
  /// Whether the momentum is Nesterov's.
  public var nesterov: Bool
  /// Whether the momentum buffer starts as the gradient.
  public var isFirst: Bool

  /// The numbers of one step; each property explains its own.
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
  /// The factor of the step.
  public var learningRate: Float
  /// The share of the first moment, the mean of gradients, that is kept.
  public var beta1: Float
  /// The share of the second moment, the mean of squared gradients, that is kept.
  public var beta2: Float
  /// Added to the divisor.
  public var epsilon: Float
  /// The factor of the L2 penalty, or of the decay if `decoupled`.
  public var weightDecay: Float
  /// Multiplies the gradient first: 1, or less when it is clipped.
  public var gradientScale: Float
  /// Whether the decay acts on the parameter itself (AdamW), not through the gradient.
  public var decoupled: Bool
  /// The number of this step, from 1.
  public var step: Int

  /// The numbers of one step; each property explains its own.
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
  /// Changes `count` parameters by one step of SGD. `buffer` may be nil when the momentum is 0.
  public func sgd(
    _ step: SGDStep, count: Int, gradient: UnsafePointer<Float>,
    buffer: UnsafeMutablePointer<Float>?, parameters: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    var options = nin_sgd(
      learning_rate: step.learningRate, momentum: step.momentum, weight_decay: step.weightDecay,
      gradient_scale: step.gradientScale, nesterov: step.nesterov, first_step: step.isFirst)
    try run { nin_sgd_step_f32($0, &options, count, gradient, buffer, parameters) }
  }

  /// Changes `count` parameters by one step of Adam or AdamW.
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

  /// `Σ gradient[i]²`, in double. The order of the sum depends on `count` alone.
  public func sumOfSquares(
    count: Int, gradient: UnsafePointer<Float>
  ) throws(KernelError) -> Double {
    var sum = 0.0
    try run { nin_sum_of_squares_f32($0, count, gradient, &sum) }
    return sum
  }
}
