import NINCheckpoints
import NINModels
import NINModules
import NINPlans

/// The parameters of a trained model that another training starts with.
///
/// When that model has other classes, the tensors that depend on the classes are initialized again,
/// by `Recipe.initialization` and `Recipe.seed`; all others are copied.
public struct StartingWeights: Hashable, Sendable {
  /// The path of the trained model.
  public let path: String
  /// The number of classes of the trained model.
  public let formerClasses: Int
  /// The number of classes of this training.
  public let classes: Int
  /// The names of the tensors that were initialized again; none if the classes are the same.
  public let replaced: [String]

  /// Fills `parameters` from the file at `path`.
  /// - Throws: `CheckpointError` when the file is unusable or its tensors do not fit the recipe's
  ///   model with any number of classes; `FineTuningError` when it is of another model.
  init(
    _ path: String, for recipe: Recipe, _ network: Network, classNames: [String],
    into parameters: Parameters
  ) throws {
    let file = try ModelFile.contents(path)
    let state = ModelFile.state(of: file)
    let description = try? ModelFile.description(of: file, path)
    try Self.checkModel(description, path, network)
    let former = Self.classes(state, network) ?? network.classes
    let donor = try Self.donor(description, path, recipe, network, classes: max(2, former))
    let trained = try Parameters(donor.parameters)
    try ModelFile.load(file, path: path, into: trained)
    let head = Self.head(description, classNames, former, network)
    try parameters.initialize(recipe)
    for (old, new) in zip(trained.layout.slots, parameters.layout.slots)
    where !head.contains(new.name) {
      _ = parameters.values.elements[new.range]
        .update(fromContentsOf: trained.values.elements[old.range])
    }
    replaced = parameters.layout.slots.map(\.name).filter(head.contains)
    (self.path, formerClasses, self.classes) = (path, former, network.classes)
  }

  /// The trained network: the recipe's model with other classes, or the network in the file.
  private static func donor(
    _ description: ModelDescription?, _ path: String, _ recipe: Recipe, _ network: Network,
    classes: Int
  ) throws -> Network {
    guard case .own = recipe.model else {
      return try recipe.model.network(
        classes: classes, size: recipe.size, channels: network.input.channels)
    }
    let donor = try description?.network() ?? network
    let hasNewHead = donor.classes != network.classes
    let (old, new) = (donor.parameters.slots, network.parameters.slots)
    let fits = zip(old, new).allSatisfy {
      $0.name == $1.name && ($0.dimensions == $1.dimensions || hasNewHead && $1.isHead)
    }
    guard old.count == new.count, fits else {
      throw CheckpointError(path: path, reason: "has other layers than '\(network.name)'")
    }
    return donor
  }

  /// The names of the tensors that do not fit the new classes. There are none when the classes are
  /// the same, or when the trained classes have no names and their number is the same.
  private static func head(
    _ description: ModelDescription?, _ classNames: [String], _ former: Int, _ network: Network
  ) -> Set<String> {
    let isNamed = description.map { !$0.hasPlaceholderNames } ?? false
    guard former != network.classes || isNamed && description?.classNames != classNames else {
      return []
    }
    return network.parameters.head
  }

  /// The number of outputs of the last layer in the file.
  private static func classes(_ state: StateDictionary, _ network: Network) -> Int? {
    network.parameters.slots.last.flatMap { state[$0.name]?.values.count }
  }

  private static func checkModel(
    _ description: ModelDescription?, _ path: String, _ network: Network
  ) throws(FineTuningError) {
    guard let description, description.model.name != network.name else { return }
    throw .otherModel(
      path: path, found: description.model.name, size: description.size,
      expected: network.name)
  }

  /// - Throws: `CheckpointError` when the file is unusable; `TrainingError` when its model has
  ///   another number of channels.
  static func checkChannels(of path: String, _ network: Network) throws {
    let state = ModelFile.state(of: try ModelFile.contents(path))
    guard let first = network.parameters.slots.first, let weight = state[first.name],
      weight.dimensions.count == 4, weight.dimensions[1] != network.input.channels
    else { return }
    throw TrainingError.channels(
      of: path, found: weight.dimensions[1], expected: network.input.channels)
  }
}
