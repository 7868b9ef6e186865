import Foundation
import NINKernels

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
    if let path = options.logits {
      return try NetworkBenchmark(options, mode: .inference, context: context)
        .writeLogits(to: path)
    }
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
    onRow: (Report.Row) -> Void
  ) throws {
    switch part {
    case .layers:
      let path = options.shapes ?? "Benchmarks/shapes/\(options.model.rawValue).txt"
      for (name, geometry) in try Layers(path).entries {
        try LayerBenchmark(name, geometry, options, context: context).run(roof, onRow: onRow)
      }
    case .training:
      onRow(try NetworkBenchmark(options, mode: .training, context: context).run(roof))
    case .inference:
      onRow(try NetworkBenchmark(options, mode: .inference, context: context).run(roof))
    case .data: try DataBenchmark(options: options, context: context).run().forEach(onRow)
    }
  }
}
