import NINKernels
import NINModules
import NINPlans

/// A network that only runs forward.
final class InferenceNetwork {
  private let plan: Plan
  private let name: String
  private static let largestOutput: Float = 1e30

  /// - Parameter name: what errors call the model.
  /// - Throws: as `Plan` does.
  init(
    _ network: Network, _ parameters: Parameters, name: String, chunk: Int, math: MathMode,
    context: ExecutionContext
  ) throws {
    self.name = name
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
      throw ModelOutputError(model: name)
    }
    return outputs
  }
}

/// A model whose outputs mean nothing. One line.
public struct ModelOutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Its file, or what stands for it.
  public let model: String

  public var description: String {
    "\(model): the outputs are no finite numbers; the weights or the normalization are damaged"
  }
}
