import Foundation
import NINModels
import NINModules
import NINTraining

/// A network, for commands that need no images.
struct NetworkOptions: Sendable {
  var model = Network.Model.nin.rawValue
  var size: Int?

  static let options: [CommandOption<Self>] = [
    .init("--model", \.model, .network, "The network: a name, or a JSON file that describes it."),
    .init(
      "--size", \.size, .integer(Recipe.Limit.size), otherwise: "the network's own",
      "The width and height of its images."),
  ]

  /// - Parameter classes: nil for the number in the file, or 10 for a network with a name.
  /// - Throws: `CheckpointError` when a file describes no network, `CommandError` when images of
  ///   that size do not fit.
  func network(classes: Int? = nil) throws -> Network {
    let choice = try NetworkChoice(argument: model)
    return try choice.network(checkingSize: size ?? choice.defaultSize, classes: classes)
  }
}

extension NetworkChoice {
  /// The network that `--model` names.
  /// - Throws: `CheckpointError` when it names a file that does not describe a network.
  init(argument: String) throws {
    if let model = Network.Model(rawValue: argument) {
      self = .named(model)
    } else {
      self = .own(try NetworkDescription(contentsOf: argument))
    }
  }

  /// - Parameter classes: nil for the number in the file, or 10 for a network with a name.
  /// - Throws: `CommandError`, naming the option, when images of `size` do not fit.
  func network(checkingSize size: Int, classes: Int? = nil) throws(CommandError) -> Network {
    do {
      switch self {
      case .named(let model):
        return try Network(
          model, classes: classes ?? model.defaultClasses, size: size,
          channels: model.defaultChannels)
      case .own(var description):
        description.size = size
        return try description.network(classes: classes)
      }
    } catch {
      throw CommandError("images of --size \(size) do not fit '\(name)': \(error)")
    }
  }
}

extension ValueFormat where Value == String {
  /// The name of a network, or a file that describes one.
  static var network: ValueFormat {
    let names = Network.Model.allCases.map(\.rawValue)
    return ValueFormat(
      placeholder: "NAME|FILE",
      expects: "one of \(names.joined(separator: ", ")) or a JSON file that describes a network",
      choices: names, isPath: true,
      parse: { text in
        names.contains(text) || FileManager.default.fileExists(atPath: text) ? text : nil
      })
  }
}
