import Foundation
import NINBenchmarking
import NINKernels
import NINModules
import NINPlans

private struct BenchOptions: CommandOptions {
  var network = NetworkOptions()
  var batchSize: Int?
  var samples = 5
  var trains = true
  var comparesISAs = false
  var isJSON = false
  var machine = MachineOptions()

  static let groups: [OptionGroup<Self>] = [
    OptionGroup(
      NetworkOptions.options.map { $0.inside(\.network) } + [
        .init(
          "--batch-size", \.batchSize, .integer(1...100_000), otherwise: "64; 8 with --isas",
          "Images in each batch."),
        .init(
          "--samples", \.samples, .integer(1...10_000),
          "The number of batches that are timed; the median one is shown."),
        .init("--train", \.trains, .flag, "Time training steps, not only the forward pass."),
        .init(
          "--isas", \.comparesISAs, .flag,
          "Compare the instruction sets of this machine, in training and inference."),
        .json(\.isJSON),
      ]),
    MachineOptions.group.inside(\.machine),
  ]
}

extension Command {
  static let bench = Command(
    "bench", "Show the time of each layer, and what limits it.",
    discussion: """
      Times training steps (--no-train: inference) on random images. The column 'of bound' \
      compares each layer with the shortest possible time of a direct algorithm, which follows \
      from the arithmetic of the layer, its memory traffic and the measured speed of this machine. \
      A layer that uses Winograd's algorithm may be faster than that. 'weights' and 'data' are the \
      gradients of a layer's weights and of its input.
      """
  ) { (options: BenchOptions, console) in
    let context = try options.machine.context(console)
    if options.comparesISAs {
      let comparison = try options.comparison(context)
      console.print(options.isJSON ? try comparison.jsonText() : comparison.text)
    } else {
      let report = try options.layerReport(context)
      console.print(options.isJSON ? try report.jsonText() : report.text)
    }
    return .success
  }
}

extension BenchOptions {
  func comparison(_ context: ExecutionContext) throws -> ISAComparison {
    let network = try network.network()
    return try ISAComparison(
      network, batchSize: batchSize ?? 8, chunk: chunk(network), math: machine.math,
      rounds: samples, context: context)
  }

  func layerReport(_ context: ExecutionContext) throws -> LayerReport {
    let network = try network.network()
    let benchmark = try NetworkBenchmark(
      network, batchSize: batchSize ?? 64, chunk: chunk(network),
      mode: trains ? .training : .inference, math: machine.math, context: context)
    return try LayerReport(benchmark, samples: samples)
  }

  private func chunk(_ network: Network) -> Int {
    machine.chunk ?? Plan.usualChunk(for: network)
  }
}
