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

  /// The outputs of the last layer for each of `inputs`, of which there may be any number.
  /// - Throws: `ModelOutputError` when an output is not a finite number; `KernelError`.
  func run(_ inputs: [PreparedPicture]) throws -> [[Float]] {
    let (count, classes) = (plan.network.input.countPerImage, plan.network.classes)
    var outputs: [[Float]] = []
    try plan.predict(batchSize: inputs.count) { images, memory in
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
    // Shares and colours are computed from them, and very large numbers would overflow there.
    guard outputs.allSatisfy({ $0.allSatisfy { abs($0) < Self.largestOutput } }) else {
      throw ModelOutputError(model: name)
    }
    return outputs
  }
}

/// A model whose outputs are not finite numbers.
public struct ModelOutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Its file, or another name for the model.
  public let model: String

  /// One line with the name of the model.
  public var description: String {
    "\(model): the outputs are not finite; the weights or the normalization are damaged"
  }
}
