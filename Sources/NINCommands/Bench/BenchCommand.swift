import Foundation
import NINKernels
import NINModules
import NINTraining

private struct BenchOptions: CommandOptions {
  var network = NetworkOptions()
  var batchSize = 64
  var samples = 5
  var trains = true
  var isJSON = false
  var machine = MachineOptions()

  static let groups: [OptionGroup<Self>] = [
    OptionGroup(
      NetworkOptions.options.map { $0.inside(\.network) } + [
        .init("--batch-size", \.batchSize, .integer(1...100_000), "Images in each batch."),
        .init(
          "--samples", \.samples, .integer(1...10_000),
          "The number of batches that are timed; the median one is shown."),
        .init("--train", \.trains, .flag, "Time training steps, not only the forward pass."),
        .json(\.isJSON),
      ]),
    MachineOptions.group.inside(\.machine),
  ]
}

extension Command {
  static let bench = Command(
    "bench", "Show the time of each layer, and what limits it.",
    discussion: """
      Times training steps (--no-train: inference) on made-up images. The least possible time of \
      a layer follows from its arithmetic, its memory traffic and the speed of this machine, \
      which is measured first; a Winograd layer may be faster than the bound of a direct one.
      """
  ) { (options: BenchOptions, console) in
    let machine = options.machine
    let network = try options.network.network()
    let benchmark = try LayerBenchmark(
      network, batchSize: options.batchSize,
      chunk: machine.chunk ?? Recipe.usualChunk(for: network),
      mode: options.trains ? .training : .inference, math: machine.math,
      context: try machine.context(console))
    let report = try benchmark.run(samples: options.samples)
    console.print(options.isJSON ? try report.jsonText() : report.text)
    return .success
  }
}
