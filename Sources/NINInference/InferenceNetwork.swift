import NINKernels
import NINModules
import NINPlans

/// A network that only runs forward.
final class InferenceNetwork {
  private let plan: Plan
  private static let largestOutput: Float = 1e30

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
  /// - Throws: `ModelOutputError` when that is no finite number; `KernelError`.
  func run(_ inputs: [PreparedPicture]) throws -> [[Float]] {
    let (count, classes) = (plan.network.input.imageCount, plan.network.classes)
    var outputs: [[Float]] = []
    try plan.predict(batch: inputs.count) { images, memory in
      for (place, input) in inputs[images].enumerated() {
        precondition(input.values.count == count, "prepared for another network")
        _ = UnsafeMutableBufferPointer(start: memory + place * count, count: count)
          .update(fromContentsOf: input.values)
      }
    } observe: { images, logits in
      outputs += (0..<images.count).map {
        Array(UnsafeBufferPointer(start: logits + $0 * classes, count: classes))
      }
    }
    // Shares and colours are made of them, which even large finite numbers would lead out of range.
    guard outputs.allSatisfy({ $0.allSatisfy { abs($0) < Self.largestOutput } }) else {
      throw ModelOutputError()
    }
    return outputs
  }
}

/// A model whose outputs mean nothing. One line.
public struct ModelOutputError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String {
    "the model's outputs are no finite numbers: its weights or its normalization are damaged"
  }
}
