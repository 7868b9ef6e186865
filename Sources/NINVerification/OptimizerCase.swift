import NINKernels
import NINReference

/// An optimizer step to verify on `count` parameters.
struct OptimizerCase {
  let count: Int
  let seed: UInt64

  /// A bound on the roundings of one update: ten operations, some of them done twice.
  private static let roundings = 16.0

  func sgd(momentum: Float, nesterov: Bool, isFirst: Bool) -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let (p, g, buffer) = (inputs.values(count), inputs.values(count), inputs.values(count))
    let step = SGDStep(
      learningRate: 0.1, momentum: momentum, weightDecay: 0.01, gradientScale: 0.5,
      nesterov: nesterov, isFirst: isFirst)
    let after = (0..<count).map { i in
      ReferenceOptimizers.sgd(
        parameter: Double(p[i]), gradient: Double(g[i]) / 2,
        buffer: isFirst ? nil : Double(buffer[i]), learningRate: Double(step.learningRate),
        momentum: Double(momentum), weightDecay: Double(step.weightDecay), nesterov: nesterov)
    }
    // Every operand is at most 1 and the sums have at most four of them.
    let sizes = [Double](repeating: 4, count: count)
    let expectations = [
      Expectation(
        "p", values: after.map(\.parameter), tolerances: Tolerance.few(Self.roundings, sizes),
        initial: p),
      Expectation(
        "buffer", values: momentum == 0 ? buffer.map(Double.init) : after.map(\.buffer),
        tolerances: Tolerance.few(Self.roundings, sizes), initial: buffer),
    ]
    let label = "\(count) parameters, momentum \(momentum), nesterov \(nesterov), first \(isFirst)"
    return Check(.sgd, label, seed: seed, expectations) { context, outputs in
      try context.sgd(
        step, count: count, gradient: g, buffer: outputs[1].start, parameters: outputs[0].start)
    }
  }

  func adam(decoupled: Bool, steps: Int) -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let (p, g, m) = (inputs.values(count), inputs.values(count), inputs.values(count))
    let v = inputs.values(count).map { abs($0) + 0.01 }
    let step = AdamStep(
      learningRate: 0.01, weightDecay: 0.1, gradientScale: 0.5, decoupled: decoupled, step: steps)
    let after = (0..<count).map { i in
      ReferenceOptimizers.adam(
        parameter: Double(p[i]), gradient: Double(g[i]) / 2, first: Double(m[i]),
        second: Double(v[i]), step: steps, learningRate: Double(step.learningRate),
        beta1: Double(step.beta1), beta2: Double(step.beta2), epsilon: Double(step.epsilon),
        weightDecay: Double(step.weightDecay), decoupled: decoupled)
    }
    // The first moment may cancel; the update is rate/(1-β1ᵗ) · m/spread, with spread ≥ 0.1 here
    // since v ≥ 0.01, and its operands are at most 1.
    let biasCorrection = 1 - powi(Double(step.beta1), steps)
    let size = 1 + Double(step.learningRate) / biasCorrection / 0.1
    let expectations = [
      Expectation(
        "p", values: after.map(\.parameter),
        tolerances: Tolerance.few(Self.roundings, [Double](repeating: size, count: count)),
        initial: p),
      Expectation(
        "m", values: after.map(\.first),
        tolerances: Tolerance.few(Self.roundings, [Double](repeating: 1, count: count)), initial: m),
      Expectation(
        "v", values: after.map(\.second),
        tolerances: Tolerance.few(Self.roundings, [Double](repeating: 1, count: count)), initial: v),
    ]
    let label = "\(count) parameters, decoupled \(decoupled), step \(steps)"
    return Check(.adam, label, seed: seed, expectations) { context, outputs in
      try context.adam(
        step, count: count, gradient: g, firstMoment: outputs[1].start,
        secondMoment: outputs[2].start, parameters: outputs[0].start)
    }
  }

  /// The norm that gradients are clipped by: in double on both sides, then as a float.
  func sumOfSquares() -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let x = inputs.values(count)
    let sum = x.reduce(0) { $0 + Double($1) * Double($1) }
    let expectation = Expectation("sum", values: [sum], tolerances: Tolerance.few(2, [sum]))
    return Check(
      .sumOfSquares, "\(count) elements", seed: seed, [expectation]
    ) { context, outputs in
      outputs[0][0] = Float(try context.sumOfSquares(count: count, gradient: x))
    }
  }

  private func powi(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
