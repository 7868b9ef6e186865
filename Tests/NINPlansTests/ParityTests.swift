import NINKernels
import NINModules
import NINOptimizers
import NINPlans
import Testing

/// With the same weights and batches, ten steps give the same results as in PyTorch.
///
/// The reference is PyTorch in float64. The error of a float32 run may be `margin` times that of
/// PyTorch's own float32 runs, because the largest of a few thousand rounding errors depends on the
/// order of summation; and each stored number is itself rounded.
struct ParityTests {
  private static let margin = 4.0
  private static let rounding = Double(Float.ulpOfOne)

  @Test(arguments: ParityTrace.all, ISA.available)
  func tenStepsAgreeWithPyTorch(trace: ParityTrace, isa: ISA) throws {
    for math in trace.modes {
      let worst = try worstShare(trace, trace.optimizer, math: math, isa: isa)
      #expect(worst <= 1, "\(math): \(worst) of its tolerance")
    }
  }

  @Test func aWrongFormulaIsNoticed() throws {
    let trace = try #require(ParityTrace.all.first { $0.optimizer.nesterov })
    var wrong = trace.optimizer
    wrong.nesterov = false
    #expect(try worstShare(trace, wrong, math: .direct, isa: .best) > 100)
    wrong = trace.optimizer
    wrong.weightDecay = 0
    #expect(try worstShare(trace, wrong, math: .direct, isa: .best) > 100)
  }

  /// The largest error of a loss or parameter, in units of its tolerance; a NaN is infinitely
  /// wrong.
  private func worstShare(
    _ trace: ParityTrace, _ optimizer: OptimizerConfiguration, math: MathMode, isa: ISA
  ) throws -> Double {
    let recorded = try RecordedResult(trace)
    let (losses, state) = try train(
      trace, optimizer, math: math, context: ExecutionContext(isa: isa))
    try #require(losses.count == 10 && recorded.losses.count == 10)
    try #require(Set(state.entries.map(\.name)) == Set(recorded.tensorNames))
    var worst = share(losses, recorded.losses, noise: recorded.lossNoise)
    for entry in state.entries {
      let (values, noise) = try #require(recorded.parameter(entry.name))
      try #require(values.count == entry.values.count)
      worst = max(
        worst, share(entry.values.map(Double.init), values.map(Double.init), noise: noise))
    }
    return worst
  }

  private func share(_ found: [Double], _ expected: [Double], noise: Double) -> Double {
    zip(found, expected).map { found, expected in
      let share =
        abs(found - expected) / (Self.margin * noise + Self.rounding * abs(expected))
      return share.isNaN ? .infinity : share
    }.max() ?? .infinity
  }

  /// Trains as the recording script does, in chunks of two of a batch of five.
  private func train(
    _ trace: ParityTrace, _ configuration: OptimizerConfiguration, math: MathMode,
    context: ExecutionContext
  ) throws -> (losses: [Double], state: StateDictionary) {
    let network = try trace.network()
    let parameters = try Parameters(network.parameters)
    try parameters.load(ParityTrace.initialState(network.parameters))
    let optimizer = try Optimizer(
      configuration, count: network.parameters.count, context: context)
    let driver = try PlanDriver(network, parameters, chunk: 2, math: math, context: context)
    var losses: [Double] = []
    for step in 0..<10 {
      let (pixels, labels) = ParityTrace.batch(step, network.input)
      losses.append(try driver.gradients(pixels, labels, smoothing: trace.smoothing))
      try optimizer.step(
        values: parameters.values, gradients: parameters.gradients,
        learningRate: configuration.learningRate)
    }
    return (losses, parameters.stateDictionary)
  }
}
