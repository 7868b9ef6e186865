import Kernels
import Modules
import Plans
import Tensors
import Training

private enum SummaryOptions {
  static let model = Option<Network.Model>.choice("--model", "The network (nin).")
  static let size = Option.integer(
    "--size", "N", "The side of its images; else the model's own.", in: 1...1024)
  static let classes = Option.integer("--classes", "N", "Classes (10).", in: 2...100_000)
  static let detail = Option.flag("--detail", "Parameters, multiply-adds and memory a layer.")
}

extension Command {
  static let summary = Command(
    name: "summary", abstract: "Show the layers of a network.",
    groups: [
      .init(
        title: "Options",
        options: [
          SummaryOptions.model.declaration, SummaryOptions.size.declaration,
          SummaryOptions.classes.declaration, SummaryOptions.detail.declaration,
        ]),
      TrainOptions.machine,
    ]
  ) { arguments, console in
    let network = try summarizedNetwork(arguments)
    guard arguments[SummaryOptions.detail] == true else {
      console.print(SummaryTable.brief(network))
      return .success
    }
    let context = try ExecutionContext(
      arguments, isa: try ISA(arguments, environment: console.environment))
    let table = try SummaryTable.detailed(
      network, chunk: arguments[TrainOptions.chunk] ?? Recipe.defaultChunk,
      math: arguments[TrainOptions.math] ?? .fast, context: context)
    console.print(table)
    return .success
  }

  private static func summarizedNetwork(
    _ arguments: ParsedArguments
  ) throws(TrainingError) -> Network {
    let model = arguments[SummaryOptions.model] ?? .nin
    let size = arguments[SummaryOptions.size] ?? model.defaultSize
    do {
      return try Network(model, classes: arguments[SummaryOptions.classes] ?? 10, size: size)
    } catch {
      throw TrainingError("images of --size \(size) do not fit '\(model.rawValue)': \(error)")
    }
  }
}
