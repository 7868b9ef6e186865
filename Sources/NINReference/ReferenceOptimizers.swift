import Foundation

/// One optimizer step by PyTorch's formulas, in double.
public enum ReferenceOptimizers {
  /// `torch/optim/sgd.py`. `buffer` is nil in the first step.
  public static func sgd(
    parameter: Double, gradient: Double, buffer: Double?, learningRate: Double, momentum: Double,
    weightDecay: Double, nesterov: Bool
  ) -> (parameter: Double, buffer: Double) {
    let g = gradient + weightDecay * parameter
    guard momentum != 0 else { return (parameter - learningRate * g, 0) }
    let velocity = buffer.map { momentum * $0 + g } ?? g
    let step = nesterov ? g + momentum * velocity : velocity
    return (parameter - learningRate * step, velocity)
  }

  /// `torch/optim/adam.py`; `adamw.py` when `decoupled`.
  public static func adam(
    parameter: Double, gradient: Double, first: Double, second: Double, step: Int,
    learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double,
    decoupled: Bool
  ) -> (parameter: Double, first: Double, second: Double) {
    let g = decoupled ? gradient : gradient + weightDecay * parameter
    let shrunk = decoupled ? parameter * (1 - learningRate * weightDecay) : parameter
    let m = beta1 * first + (1 - beta1) * g
    let v = beta2 * second + (1 - beta2) * g * g
    let mean = m / (1 - pow(beta1, Double(step)))
    let spread = (v / (1 - pow(beta2, Double(step)))).squareRoot()
    return (shrunk - learningRate * mean / (spread + epsilon), m, v)
  }
}
