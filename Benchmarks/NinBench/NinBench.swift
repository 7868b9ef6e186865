import Foundation
import NINBenchmarking
import NINCheckpoints
import NINKernels
import NINModels
import NINModules
import NINPlans

/// `swift run -c release nin-bench`: the roof of this machine, then how near to it we come.
@main
struct NinBench {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.contains("--help") || arguments.contains("-h") { return print(Options.usage) }
    do {
      try run(try Options(arguments))
    } catch {
      FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ options: Options) throws {
    let context = try ExecutionContext(isa: options.isa, threads: options.threads)
    if let path = options.logits { return try writeLogits(options, to: path, context) }
    if let (tensors, results) = options.convolutions {
      return try ConvolutionResults(tensors, context: context).write(to: results)
    }
    var report = Report(
      model: options.model, batch: options.batch, isa: options.isa, threads: options.threads,
      math: options.math, roof: try Roof(context))
    if !options.json { print("\(report.title)\n\(Report.heading)") }
    for part in options.parts {
      try measure(part, options, context, report.roof) { row in
        report.rows.append(row)
        if !options.json { print(Report.line(row)) }
      }
    }
    if options.json { print(try report.json()) }
  }

  private static func measure(
    _ part: Options.Part, _ options: Options, _ context: ExecutionContext, _ roof: Roof,
    onRow: (TimedOperation) -> Void
  ) throws {
    switch part {
    case .layers:
      let layers = try ConvolutionBenchmark.all(
        of: Network(options.model), images: min(options.chunk, options.batch), math: options.math,
        context: context)
      for make in layers {
        try make().measure(samples: options.samples, roof: roof, onRow: onRow)
      }
    case .training:
      onRow(try network(options, .training, context).measure(samples: options.samples, roof: roof))
    case .inference:
      onRow(try network(options, .inference, context).measure(samples: options.samples, roof: roof))
    case .data:
      try DataBenchmark(
        batchSize: options.batch, chunk: options.chunk, side: options.model.defaultSize,
        context: context
      ).measure(samples: options.samples).forEach(onRow)
    }
  }

  private static func network(
    _ options: Options, _ mode: PlanMode, _ context: ExecutionContext
  ) throws -> NetworkBenchmark {
    let network = try Network(options.model)
    return try NetworkBenchmark(
      network, parameters: options.weights.map { try parameters(network, from: $0) },
      images: options.images.map {
        try images($0, count: options.batch * network.input.imageCount)
      },
      batchSize: options.batch, chunk: options.chunk, mode: mode, math: options.math,
      context: context)
  }

  private static func parameters(_ network: Network, from path: String) throws -> Parameters {
    let parameters = try Parameters(network.parameters)
    try ModelFile.load(path, into: parameters)
    return parameters
  }

  private static func images(_ path: String, count: Int) throws -> FloatBuffer {
    guard let data = FileManager.default.contents(atPath: path), data.count == 4 * count else {
      throw BenchmarkError("\(path): not a file of \(count) float32")
    }
    let buffer = try FloatBuffer(count: count)
    _ = data.copyBytes(to: buffer.elements)
    return buffer
  }

  /// The logits of the batch as float32.
  private static func writeLogits(
    _ options: Options, to path: String, _ context: ExecutionContext
  ) throws {
    let benchmark = try network(options, .inference, context)
    try benchmark.runBatch()
    try Data(buffer: UnsafeBufferPointer(benchmark.logits.elements))
      .write(to: URL(fileURLWithPath: path))
  }
}
