import NINCheckpoints
import NINModels
import NINModules
import NINPlans

/// Turns a PyTorch state dictionary, saved as a safetensors file, into the parameters of a model.
public struct StateDictionaryImport {
  private let path: String
  private let state: StateDictionary

  /// - Parameters:
  ///   - path: a safetensors file.
  ///   - keyMap: our names for the tensors of the file; nil tries the usual prefixes.
  /// - Throws: `CheckpointError` when the file is not a safetensors file of real numbers;
  ///   `KeyMapError` when the map does not fit the file.
  public init(contentsOf path: String, keyMap: KeyMap? = nil) throws {
    self.path = path
    let state = try ModelFile.state(path)
    self.state = try keyMap?.applied(to: state) ?? state
  }

  private func renamed(
    for model: Network.Model
  ) throws -> (StateDictionary, [ParameterSlot]) {
    let slots = try Network(model).parameters.slots
    return (state.renamed(toward: slots.map(\.name)), slots)
  }

  /// The number of outputs of the last layer. For a built-in model, the file decides.
  public func classes(of choice: NetworkChoice) throws -> Int {
    switch choice {
    case .own(let description): return try description.network().classes
    case .named(let model):
      let (state, slots) = try renamed(for: model)
      return slots.last.flatMap { state[$0.name]?.values.count } ?? model.defaultClasses
    }
  }

  /// The number of input channels of the first layer. For a built-in model, the file decides.
  public func channels(of choice: NetworkChoice) throws -> Int {
    guard case .named(let model) = choice else { return choice.defaultChannels }
    let (state, slots) = try renamed(for: model)
    let first = slots.first.flatMap { state[$0.name] }
    guard let first, first.dimensions.count == 4 else { return model.defaultChannels }
    return first.dimensions[1]
  }

  /// The parameters of the network that `description` describes.
  /// - Throws: `StateDictionaryError` naming every tensor that is missing, unknown or has another
  ///   shape; `ShapeError` when the description is impossible.
  public func parameters(_ description: ModelDescription) throws -> Parameters {
    let parameters = try Parameters(description.network().parameters)
    let state = state.renamed(toward: parameters.layout.slots.map(\.name))
    try parameters.load(state)
    return parameters
  }
}
