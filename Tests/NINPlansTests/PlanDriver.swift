import NINKernels
import NINModules
import NINPlans

/// Runs whole batches through a training plan, with any key for dropout.
struct PlanDriver {
  let plan: Plan

  init(
    _ network: Network, _ parameters: Parameters, chunk: Int, math: MathMode = .fast,
    context: ExecutionContext
  ) throws {
    plan = try Plan(
      network, parameters: parameters, chunk: chunk, mode: .training, math: math, context: context)
  }

  /// Computes the gradients of the mean loss in the plan's parameters.
  /// - Returns: the mean loss.
  func gradients(
    _ pixels: [Float], _ labels: [Int32], smoothing: Float = 0
  ) throws -> Double {
    try plan.step(pixels, labels: labels, smoothing: smoothing)
  }
}
