import NINModules
import NINPlans

private struct SummaryOptions: CommandOptions {
  var network = NetworkOptions()
  var classes: Int?
  var isDetailed = false
  var isJSON = false
  var machine = MachineOptions()

  static let groups: [OptionGroup<Self>] = [
    OptionGroup(
      NetworkOptions.options.map { $0.inside(\.network) } + [
        .init(
          "--classes", \.classes, .integer(2...100_000), otherwise: "the network's own",
          "The number of classes."),
        .init(
          "--detail", \.isDetailed, .flag,
          "Show parameters, multiply-adds and memory per layer."),
        .init(
          "--json", \.isJSON, .flag,
          "Print the network as JSON, which can be changed and used with 'nin train --model'."),
      ]),
    MachineOptions.group.inside(\.machine),
  ]
}

extension Command {
  static let summary = Command("summary", "Show the layers of a network.") {
    (options: SummaryOptions, console) in
    let network = try options.network.network(classes: options.classes)
    if options.isJSON {
      console.print(try NetworkDescription(network).jsonText())
      return .success
    }
    guard options.isDetailed else {
      console.print(SummaryTable.brief(network))
      return .success
    }
    let machine = options.machine
    let table = try SummaryTable.detailed(
      network, chunk: machine.chunk ?? Plan.usualChunk(for: network), math: machine.math,
      context: try machine.context(console))
    console.print(table)
    return .success
  }
}
