import NINKernels
import NINModules
import NINPlans

/// Runs whole batches through a training plan, chunk by chunk.
struct PlanDriver {
  let plan: Plan

  init(
    _ network: Network, _ parameters: Parameters, chunk: Int, math: MathMode = .fast,
    context: ExecutionContext
  ) throws {
    plan = try Plan(
      network, parameters: parameters, chunk: chunk, mode: .training, math: math, context: context)
  }

  /// Leaves the gradients of the mean loss in the plan's parameters.
  /// - Returns: the mean loss.
  func gradients(
    _ pixels: [Float], _ labels: [Int32], smoothing: Float = 0, dropoutKey: UInt64 = 0
  ) throws -> Double {
    let imageCount = plan.network.input.imageCount
    var losses = [Float](repeating: .nan, count: labels.count)
    try plan.prepareWeights()
    plan.beginStep()
    for first in stride(from: 0, to: labels.count, by: plan.chunk) {
      let count = min(plan.chunk, labels.count - first)
      let seed = DropoutSeed(key: dropoutKey, firstImage: first)
      pixels.withUnsafeBufferPointer { pixels in
        for index in 0..<(count * imageCount) {
          plan.input[index] = pixels[first * imageCount + index]
        }
      }
      try plan.forward(images: count, dropout: seed)
      try losses.withUnsafeMutableBufferPointer { losses in
        guard let losses = losses.baseAddress else { return }
        try labels.withUnsafeBufferPointer { labels in
          guard let labels = labels.baseAddress else { return }
          try plan.lossGradient(
            images: count, labels: labels + first, smoothing: smoothing,
            batch: pixels.count / imageCount, losses: losses + first)
        }
      }
      try plan.backward(images: count, dropout: seed)
    }
    try plan.endStep()
    return losses.reduce(0) { $0 + Double($1) } / Double(labels.count)
  }
}
