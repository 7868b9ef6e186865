import NINModules
import NINTraining

/// Options of commands that look at a network without its images.
enum NetworkOptions {
  static let model = Option<Network.Model>.choice("--model", "The network (nin).")
  static let size = Option.integer(
    "--size", "N", "The side of its images; else the model's own.", in: 1...1024)

  static let declarations = [model.declaration, size.declaration]
}

extension Network {
  /// The network that `--model` and `--size` name.
  init(_ arguments: ParsedArguments, classes: Int = 10) throws(TrainingError) {
    let model = arguments[NetworkOptions.model] ?? .nin
    try self.init(
      checking: model, classes: classes, size: arguments[NetworkOptions.size] ?? model.defaultSize)
  }

  /// - Throws: `TrainingError`, naming the option, when images of `size` do not fit `model`.
  init(checking model: Model, classes: Int = 10, size: Int) throws(TrainingError) {
    do {
      try self.init(model, classes: classes, size: size)
    } catch {
      throw TrainingError("images of --size \(size) do not fit '\(model.rawValue)': \(error)")
    }
  }
}
