import NINModules
import NINTraining

/// A network without its images, in every command that looks at one.
struct NetworkOptions: Sendable {
  var model = Network.Model.nin
  var size: Int?

  static let options: [CommandOption<Self>] = [
    .init("--model", \.model, .choice("MODEL"), "The network."),
    .init(
      "--size", \.size, .integer(Recipe.Limit.size), otherwise: "the usual one of the network",
      "The width and height of its images."),
  ]

  /// - Throws: `CommandError` when images of that size do not fit the model.
  func network(classes: Int = 10) throws(CommandError) -> Network {
    try Network(checking: model, classes: classes, size: size ?? model.defaultSize)
  }
}

extension Network {
  /// - Throws: `CommandError`, naming the option, when images of `size` do not fit `model`.
  init(checking model: Model, classes: Int = 10, size: Int) throws(CommandError) {
    do {
      try self.init(model, classes: classes, size: size)
    } catch {
      throw CommandError("images of --size \(size) do not fit '\(model.rawValue)': \(error)")
    }
  }
}
