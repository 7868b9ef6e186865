import Foundation
import NINKernels
import NINModules
import NINTraining

private enum BenchOptions {
  static let batchSize = Option.integer(
    "--batch-size", "N", "Images a batch (64).", in: 1...100_000)
  static let samples = Option.integer(
    "--samples", "N", "Batches that are timed; the median one is shown (5).", in: 1...10_000)
  static let train = Option.flag("--train", "A training step, not only the forward pass.")
  static let json = Option.flag("--json", "One JSON document on standard output.")
}

extension Command {
  static let bench = Command(
    name: "bench", abstract: "Show where the time goes, a layer a row, and what bounds it.",
    discussion: """
      Times training steps (--no-train: inference) on made-up images. Each layer's least possible \
      time follows from its arithmetic and its memory traffic and from what this machine can do, \
      which is measured first; a Winograd layer may beat the bound of a direct one.
      """,
    groups: [
      .init(
        title: "Options",
        options: NetworkOptions.declarations + [
          BenchOptions.batchSize.declaration, BenchOptions.samples.declaration,
          BenchOptions.train.declaration, BenchOptions.json.declaration,
        ]),
      TrainOptions.machine,
    ]
  ) { arguments, console in
    let context = try ExecutionContext(
      arguments, isa: try ISA(arguments, environment: console.environment))
    let network = try Network(arguments)
    let benchmark = try LayerBenchmark(
      network, batchSize: arguments[BenchOptions.batchSize] ?? 64,
      chunk: arguments[TrainOptions.chunk] ?? Recipe.usualChunk(for: network),
      mode: arguments[BenchOptions.train] == false ? .inference : .training,
      math: arguments[TrainOptions.math] ?? .fast, context: context)
    let report = try benchmark.run(samples: arguments[BenchOptions.samples] ?? 5)
    console.print(arguments[BenchOptions.json] == true ? try report.jsonText() : report.text)
    return .success
  }
}
