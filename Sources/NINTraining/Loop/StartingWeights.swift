import NINCheckpoints
import NINModels
import NINModules
import NINPlans

/// Parameters of a trained model that another training begins with.
///
/// Where that model knew another number of classes, the tensors whose shapes depend on it begin
/// anew, as `Recipe.initialization` and `Recipe.seed` say; all others are taken.
struct StartingWeights {
  /// What was done, for people.
  let summary: String

  /// Fills `parameters`.
  /// - Throws: `CheckpointError` when the file is unusable or its tensors are not those of the
  ///   recipe's model for any number of classes; `TrainingError` when it takes other channels.
  init(
    _ path: String, for recipe: Recipe, _ network: Network, classNames: [String],
    into parameters: Parameters
  ) throws {
    let file = try SafetensorsFile(contentsOf: path)
    let state = ModelFile.state(of: file)
    try Self.checkChannels(state, path, network)
    let former = Self.classes(state, network)
    guard let former, former >= 2, former != network.classes else {
      try ModelFile.load(file, path: path, into: parameters)
      let names = try? ModelFile.description(of: file, path).classNames
      summary =
        names == nil || names == classNames
        ? path : "\(path), of other classes: \(Self.few(names ?? []))"
      return
    }
    let donor = try Network(
      recipe.model, classes: former, size: recipe.size, channels: network.input.channels)
    let trained = try Parameters(donor.parameters)
    try ModelFile.load(file, path: path, into: trained)
    parameters.initialize(recipe.initialization, seed: recipe.seed)
    let replaced = Self.copy(trained, to: parameters)
    summary =
      "\(path), of \(former) classes; for \(network.classes) these start anew: "
      + replaced.joined(separator: ", ")
  }

  /// Copies what has the same shape in both; returns the names of the rest.
  private static func copy(_ trained: Parameters, to parameters: Parameters) -> [String] {
    var replaced: [String] = []
    for (old, new) in zip(trained.layout.slots, parameters.layout.slots) {
      guard old.dimensions == new.dimensions else {
        replaced.append(new.name)
        continue
      }
      _ = parameters.values.elements[new.range]
        .update(fromContentsOf: trained.values.elements[old.range])
    }
    return replaced
  }

  /// The outputs of the last layer.
  private static func classes(_ state: StateDictionary, _ network: Network) -> Int? {
    network.parameters.slots.last.flatMap { state[$0.name]?.values.count }
  }

  private static func checkChannels(
    _ state: StateDictionary, _ path: String, _ network: Network
  ) throws(TrainingError) {
    guard let first = network.parameters.slots.first, let weight = state[first.name],
      weight.dimensions.count == 4, weight.dimensions[1] != network.input.channels
    else { return }
    throw .channels(
      of: path, found: weight.dimensions[1], expected: network.input.channels)
  }

  private static func few(_ names: [String]) -> String {
    names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
  }
}
