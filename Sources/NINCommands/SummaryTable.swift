import Foundation
import NINKernels
import NINModules
import NINPlans
import NINTensors

/// The layers of a network as text.
enum SummaryTable {
  /// The table of the notebook, character by character.
  static func brief(_ network: Network) -> String {
    let rule = String(repeating: "-", count: 40)
    let rows = network.layers.map {
      padded($0.layer.typeName, 15) + " output shape: " + shape($0, $0.output)
    }
    let input = network.input
    return
      (["Input shape: (1, \(input.channels), \(input.height), \(input.width))", rule] + rows
      + [rule]).joined(separator: "\n")
  }

  /// One row per layer with its parameters, multiply-adds and the memory of its output per image (0
  /// if it is computed in place). Then sums, and the memory of a plan for `chunk` images.
  static func detailed(
    _ network: Network, chunk: Int, math: MathMode, context: ExecutionContext
  ) throws -> String {
    let parameters = try Parameters(network.parameters)
    let training = try Plan(
      network, parameters: parameters, chunk: chunk, mode: .training, math: math,
      context: context)
    let inference = try Plan(
      network, parameters: parameters, chunk: chunk, mode: .inference, math: math,
      context: context)
    let header = ["layer", "module", "output", "parameters", "multiply-adds", "KB", "kernel"]
    let rows = network.layers.map { row($0, network, training.descriptions) }
    let sums = [
      ["Parameters:", "\(network.parameters.parameterCount)"],
      ["Multiply-adds per image:", "\(training.descriptions.reduce(0) { $0 + $1.multiplyAdds })"],
      ["Memory to train:", memory(training)],
      ["Memory to infer:", memory(inference)],
    ]
    return TextTable.aligned([header] + rows, numbers: 3..<6) + "\n\n"
      + TextTable.aligned(sums)
  }

  private static func row(
    _ layer: NetworkLayer, _ network: Network, _ steps: [StepDescription]
  ) -> [String] {
    let slots = network.parameters.slots.filter { $0.name.hasPrefix(layer.path + ".") }
    let step = steps.first { $0.paths.first == layer.path }
    let kernel = step.map { $0.algorithm.map { "\($0)" } ?? $0.operation } ?? "fused"
    return [
      layer.path, layer.layer.typeName, shape(layer, layer.output),
      "\(slots.reduce(0) { $0 + $1.range.count })", "\(step?.multiplyAdds ?? 0)",
      String(format: "%.1f", step == nil ? 0 : Double(layer.output.countPerImage) * 4 / 1024),
      layer.layer == .flatten ? "none" : kernel,
    ]
  }

  /// A shape as PyTorch shows it: channels first, and no height and width after flattening.
  private static func shape(_ layer: NetworkLayer, _ shape: ActivationShape) -> String {
    switch layer.layer {
    case .flatten, .linear: "(1, \(shape.countPerImage))"
    default: "(1, \(shape.channels), \(shape.height), \(shape.width))"
    }
  }

  private static func memory(_ plan: Plan) -> String {
    String(format: "%.1f MB, ", Double(plan.memoryBytes) / 1_048_576)
      + "\(plan.chunk.of("image")) at a time"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
