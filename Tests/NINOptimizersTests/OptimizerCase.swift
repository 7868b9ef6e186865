import NINKernels
import NINOptimizers
import Testing

/// Options of an optimizer, and the parameters that PyTorch's reaches with them in float64.
struct OptimizerCase: Sendable, CustomTestStringConvertible {
  let kind: OptimizerConfiguration.Kind
  let learningRate: Float
  let momentum: Float
  let weightDecay: Float
  let nesterov: Bool
  let beta1: Float
  let beta2: Float
  let epsilon: Float
  let parameters: [Double]

  static let steps = 8

  var configuration: OptimizerConfiguration {
    var configuration = OptimizerConfiguration(
      kind: kind, learningRate: learningRate, momentum: momentum, weightDecay: weightDecay,
      nesterov: nesterov)
    (configuration.beta1, configuration.beta2) = (beta1, beta2)
    configuration.epsilon = epsilon
    return configuration
  }

  var testDescription: String {
    "\(kind) \(learningRate) momentum \(momentum)\(nesterov ? " nesterov" : "") "
      + "decay \(weightDecay) betas \(beta1) \(beta2)"
  }
}

/// The numbers of `Fixtures/record_optimizers.py`: parameters and gradients of one element share
/// their sign.
struct GeneratedProblem {
  private(set) var parameters: [Float] = []
  private let signs: [Float]
  private var state: UInt32 = 1

  init(count: Int) {
    var state: UInt32 = 1
    signs = (0..<count).map { _ in Self.next(&state) < 0.5 ? 1 : -1 }
    parameters = signs.map { $0 * (2 + Self.next(&state)) }
    self.state = state
  }

  /// The gradients of the next step.
  mutating func gradients() -> [Float] {
    signs.map { $0 * (0.25 + Self.next(&state)) }
  }

  private static func next(_ state: inout UInt32) -> Float {
    state = state &* 1_664_525 &+ 1_013_904_223
    return Float(state >> 24) / 256
  }
}

/// An optimizer on a generated problem.
final class Descent {
  let optimizer: Optimizer
  let values: FloatBuffer
  let gradients: FloatBuffer
  private var problem: GeneratedProblem

  init(
    _ configuration: OptimizerConfiguration, count: Int, groups: [ParameterGroup]? = nil,
    context: ExecutionContext
  ) throws {
    optimizer = try Optimizer(configuration, count: count, groups: groups, context: context)
    values = try FloatBuffer(count: count)
    gradients = try FloatBuffer(count: count)
    problem = GeneratedProblem(count: count)
    _ = values.elements.update(fromContentsOf: problem.parameters)
  }

  /// Steps on gradients divided by `divisor`, with a `gradientScale` that cancels it.
  func run(steps: Int, divisor: Float = 1) throws {
    for _ in 0..<steps {
      let scaled = problem.gradients().map { $0 / divisor }
      _ = gradients.elements.update(fromContentsOf: scaled)
      try optimizer.step(
        values: values, gradients: gradients,
        learningRate: optimizer.configuration.learningRate, gradientScale: divisor)
    }
  }
}
