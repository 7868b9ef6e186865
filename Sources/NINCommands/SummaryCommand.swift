import NINKernels
import NINModules
import NINPlans
import NINTensors
import NINTraining

private enum SummaryOptions {
  static let classes = Option.integer("--classes", "N", "Classes (10).", in: 2...100_000)
  static let detail = Option.flag("--detail", "Parameters, multiply-adds and memory a layer.")
}

extension Command {
  static let summary = Command(
    name: "summary", abstract: "Show the layers of a network.",
    groups: [
      .init(
        title: "Options",
        options: NetworkOptions.declarations + [
          SummaryOptions.classes.declaration, SummaryOptions.detail.declaration,
        ]),
      TrainOptions.machine,
    ]
  ) { arguments, console in
    let network = try Network(arguments, classes: arguments[SummaryOptions.classes] ?? 10)
    guard arguments[SummaryOptions.detail] == true else {
      console.print(SummaryTable.brief(network))
      return .success
    }
    let context = try ExecutionContext(
      arguments, isa: try ISA(arguments, environment: console.environment))
    let table = try SummaryTable.detailed(
      network, chunk: arguments[TrainOptions.chunk] ?? Recipe.usualChunk(for: network),
      math: arguments[TrainOptions.math] ?? .fast, context: context)
    console.print(table)
    return .success
  }
}
