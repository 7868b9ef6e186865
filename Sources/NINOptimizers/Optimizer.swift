import NINKernels

/// Updates one flat array of parameters by PyTorch's formulas (`torch/optim/sgd.py`, `adam.py`,
/// `adamw.py`); `nin_optimizers.h` has them in full.
///
/// It knows parameters, but no model. Its state is the moments and the number of steps taken.
public final class Optimizer {
  /// Its kind and its numbers.
  public let configuration: OptimizerConfiguration
  /// The number of parameters, including the gaps of their layout.
  public let count: Int
  /// The number of steps taken.
  public private(set) var steps = 0

  private let groups: [ParameterGroup]
  private let context: ExecutionContext
  /// SGD: the momentum buffer (empty without momentum). Adam: first and second moment.
  private let moments: [FloatBuffer]

  /// - Parameters:
  ///   - configuration: its kind and its numbers.
  ///   - count: the number of parameters.
  ///   - groups: the parameters that it updates; nil updates all of them in the same way.
  ///   - context: the instruction set and the threads.
  /// - Throws: `KernelError.outOfMemory`.
  public init(
    _ configuration: OptimizerConfiguration, count: Int, groups: [ParameterGroup]? = nil,
    context: ExecutionContext
  ) throws(KernelError) {
    self.groups = groups ?? [ParameterGroup(0..<count)]
    precondition(self.groups.allSatisfy { (0...count).contains($0.range.upperBound) })
    self.configuration = configuration
    self.count = count
    self.context = context
    var moments: [FloatBuffer] = []
    for _ in Self.momentNames(configuration) { moments.append(try FloatBuffer(count: count)) }
    self.moments = moments
  }

  /// Updates `values` by one step.
  /// - Parameters:
  ///   - values: `count` floats.
  ///   - gradients: `count` floats, which are only read.
  ///   - learningRate: of this step.
  ///   - gradientScale: what gradients are multiplied by first.
  public func step(
    values: FloatBuffer, gradients: FloatBuffer, learningRate: Float, gradientScale: Float = 1
  ) throws(KernelError) {
    precondition(values.count == count && gradients.count == count, "optimizer of \(count)")
    steps += 1
    for group in groups {
      let first = group.range.lowerBound
      let (values, gradients) = (values.pointer + first, gradients.pointer + first)
      switch configuration.kind {
      case .sgd:
        try context.sgd(
          sgdStep(group, learningRate, gradientScale), count: group.range.count,
          gradient: gradients, buffer: moments.first.map { $0.pointer + first },
          parameters: values)
      case .adam, .adamw:
        try context.adam(
          adamStep(group, learningRate, gradientScale), count: group.range.count,
          gradient: gradients, firstMoment: moments[0].pointer + first,
          secondMoment: moments[1].pointer + first, parameters: values)
      }
    }
  }

  private func sgdStep(
    _ group: ParameterGroup, _ learningRate: Float, _ gradientScale: Float
  ) -> SGDStep {
    SGDStep(
      learningRate: learningRate * group.rateFactor, momentum: configuration.momentum,
      weightDecay: configuration.weightDecay * group.decayFactor, gradientScale: gradientScale,
      nesterov: configuration.nesterov, isFirst: steps == 1)
  }

  private func adamStep(
    _ group: ParameterGroup, _ learningRate: Float, _ gradientScale: Float
  ) -> AdamStep {
    AdamStep(
      learningRate: learningRate * group.rateFactor, beta1: configuration.beta1,
      beta2: configuration.beta2, epsilon: configuration.epsilon,
      weightDecay: configuration.weightDecay * group.decayFactor, gradientScale: gradientScale,
      decoupled: configuration.kind == .adamw, step: steps)
  }
}

// MARK: State

extension Optimizer {
  /// The moments by name, each of `count` floats in the layout of the parameters.
  public var state: [(name: String, values: UnsafeMutableBufferPointer<Float>)] {
    zip(Self.momentNames(configuration), moments).map { ($0, $1.elements) }
  }

  /// Continues after `steps` steps; the moments have been written through `state`.
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
