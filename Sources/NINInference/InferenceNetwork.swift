import NINKernels
import NINModules
import NINPlans

/// A network that only runs forward.
final class InferenceNetwork {
  private let plan: Plan

  /// - Throws: as `Plan` does.
  init(
    _ network: Network, _ parameters: Parameters, chunk: Int, math: MathMode,
    context: ExecutionContext
  ) throws {
    plan = try Plan(
      network, parameters: parameters, chunk: chunk, mode: .inference, math: math,
      context: context)
    try plan.prepareWeights()
  }

  /// What the last layer gives for each of `inputs`, however many.
  func run(_ inputs: [PreparedPicture]) throws -> [[Float]] {
    var outputs: [[Float]] = []
    for first in stride(from: 0, to: inputs.count, by: plan.chunk) {
      let chunk = inputs[first..<min(first + plan.chunk, inputs.count)]
      try outputs += run(chunk)
    }
    return outputs
  }

  private func run(_ chunk: ArraySlice<PreparedPicture>) throws(KernelError) -> [[Float]] {
    let count = plan.network.input.imageCount
    for (place, input) in chunk.enumerated() {
      precondition(input.values.count == count, "prepared for another network")
      _ = UnsafeMutableBufferPointer(start: plan.input + place * count, count: count)
        .update(fromContentsOf: input.values)
    }
    try plan.forward(images: chunk.count, dropout: DropoutSeed(key: 0, firstImage: 0))
    let classes = plan.network.classes
    return chunk.indices.map { index in
      let place = index - chunk.startIndex
      return Array(UnsafeBufferPointer(start: plan.logits + place * classes, count: classes))
    }
  }
}
