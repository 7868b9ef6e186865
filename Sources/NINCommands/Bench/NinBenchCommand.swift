import Foundation
import NINBenchmarking
import NINKernels
import NINModels
import NINModules
import NINPlans

/// What `nin-bench` may be told. The peers' scripts are its only users; `nin bench` is for people.
private struct NinBenchOptions: CommandOptions {
  var part: MachineReport.Part?
  var model = Network.Model.nin
  var batch = 64
  var samples = 20
  var weights: String?
  var images: String?
  var logits: String?
  var tensors: String?
  var results: String?
  var isJSON = false
  var machine = MachineOptions()

  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      .init("--only", \.part, .choice("PART"), otherwise: "all", "Measure this part only."),
      .init("--model", \.model, .choice("MODEL"), "The network."),
      .init("--batch", \.batch, .integer(1...1_000_000), "Images in each batch."),
      .init("--samples", \.samples, .integer(1...1_000_000), "The number of timed repetitions."),
      .json(\.isJSON),
    ]),
    OptionGroup(
      "Given tensors",
      [
        .init(
          "--weights", \.weights, .path("FILE"), otherwise: "random ones",
          "Parameters of the network, a safetensors file."),
        .init(
          "--images", \.images, .path("FILE"), otherwise: "random ones",
          "A batch of images, float32 in NHWC."),
        .init(
          "--logits", \.logits, .path("FILE"),
          "Write the logits of the batch as float32, and measure nothing."),
        .init(
          "--tensors", \.tensors, .path("FILE"),
          "Tensors of convolutions, a safetensors file; goes with --results."),
        .init(
          "--results", \.results, .path("FILE"),
          "Write the results of the kernels for the tensors, in every math mode; measure nothing."),
      ]),
    MachineOptions.group.inside(\.machine),
  ]

  mutating func finish(given: Set<String>) throws(UsageError) {
    if (tensors == nil) != (results == nil) {
      throw UsageError("'--tensors' and '--results' go together")
    }
  }
}

extension Command {
  /// The only command of the program `nin-bench`.
  static let ninBench = Command(
    "bench", "Measure the limits of this machine, and how near to them nin comes.",
    invocation: "nin-bench",
    discussion: "Prints one row per operation: each pass of each convolution, a training step, "
      + "inference, and the loading of data."
  ) { (options: NinBenchOptions, console) in
    let context = try options.machine.context(console)
    if let path = options.logits {
      try options.writeLogits(to: path, context)
    } else if let tensors = options.tensors, let results = options.results {
      try ConvolutionResults(tensors, context: context).write(to: results)
    } else {
      try options.measure(context, console)
    }
    return .success
  }
}

extension NinBenchOptions {
  func measure(_ context: ExecutionContext, _ console: Console) throws {
    var report = try MachineReport(model, batch: batch, math: machine.math, context: context)
    if !isJSON { console.print(report.heading) }
    for part in part.map({ [$0] }) ?? MachineReport.Part.allCases {
      try measure(part, context, report.roof) { row in
        report.rows.append(row)
        if !isJSON { console.print(MachineReport.line(row)) }
      }
    }
    if isJSON { console.print(try report.jsonText()) }
  }

  private func measure(
    _ part: MachineReport.Part, _ context: ExecutionContext, _ roof: Roof,
    onRow: (TimedOperation) -> Void
  ) throws {
    switch part {
    case .layers:
      let layers = try ConvolutionBenchmark.all(
        of: Network(model), imageCount: min(chunk, batch), math: machine.math, context: context)
      for make in layers { try make().measure(samples: samples, roof: roof, onRow: onRow) }
    case .training: onRow(try network(.training, context).measure(samples: samples, roof: roof))
    case .inference: onRow(try network(.inference, context).measure(samples: samples, roof: roof))
    case .data:
      try DataBenchmark(
        batchSize: batch, chunk: chunk, side: model.defaultSize, context: context
      ).measure(samples: samples).forEach(onRow)
    }
  }

  private var chunk: Int {
    get throws { try machine.chunk ?? Plan.usualChunk(for: Network(model)) }
  }

  private func network(_ mode: PlanMode, _ context: ExecutionContext) throws -> NetworkBenchmark {
    let network = try Network(model)
    return try NetworkBenchmark(
      network, parameters: weights.map { try Parameters(network, contentsOf: $0) },
      images: images.map {
        try FloatBuffer(contentsOf: $0, count: batch * network.input.countPerImage)
      },
      batchSize: batch, chunk: chunk, mode: mode, math: machine.math, context: context)
  }

  func writeLogits(to path: String, _ context: ExecutionContext) throws {
    let benchmark = try network(.inference, context)
    try benchmark.runBatch()
    try Data(buffer: UnsafeBufferPointer(benchmark.logits.elements))
      .write(to: URL(fileURLWithPath: path))
  }
}

extension Parameters {
  fileprivate convenience init(_ network: Network, contentsOf path: String) throws {
    try self.init(network.parameters)
    try ModelFile.load(path, into: self)
  }
}

extension FloatBuffer {
  /// A file of `count` floats.
  fileprivate convenience init(contentsOf path: String, count: Int) throws {
    guard let data = FileManager.default.contents(atPath: path), data.count == 4 * count else {
      throw CommandError("\(path): not a file of \(count) float32")
    }
    try self.init(count: count)
    _ = data.copyBytes(to: elements)
  }
}
