import NINCheckpoints
import NINModels
import NINModules
import NINPlans

/// A state dictionary of PyTorch, saved as safetensors, that becomes a model file.
public struct StateDictionaryImport {
  private let path: String
  private let state: StateDictionary

  /// - Parameters:
  ///   - path: a safetensors file.
  ///   - keyMap: what the file's tensors are called here; nil tries the usual prefixes.
  /// - Throws: `CheckpointError` when the file is no safetensors file of real numbers;
  ///   `KeyMapError` when the map does not fit it.
  public init(contentsOf path: String, keyMap: KeyMap? = nil) throws {
    self.path = path
    let state = try ModelFile.state(path)
    self.state = try keyMap?.applied(to: state) ?? state
  }

  private func renamed(
    for choice: NetworkChoice
  ) throws -> (StateDictionary, [ParameterSlot]) {
    let network =
      switch choice {
      case .named(let model): try Network(model)
      case .own(let description): try description.network()
      }
    let slots = network.parameters.slots
    return (state.renamed(toward: slots.map(\.name)), slots)
  }

  /// Outputs of the last layer, or nil when the file lacks it; those of a network of one's own.
  public func classes(of choice: NetworkChoice) throws -> Int? {
    if case .own(let description) = choice { return try description.network().classes }
    let (state, slots) = try renamed(for: choice)
    return slots.last.flatMap { state[$0.name]?.values.count }
  }

  /// Channels that the first layer takes, or nil when the file lacks it; those of a network of one's
  /// own.
  public func channels(of choice: NetworkChoice) throws -> Int? {
    if case .own(let description) = choice { return description.channels }
    let (state, slots) = try renamed(for: choice)
    return slots.first.flatMap { state[$0.name] }
      .flatMap { $0.dimensions.count == 4 ? $0.dimensions[1] : nil }
  }

  /// The parameters, each in its place.
  /// - Throws: `StateDictionaryError` naming every tensor that is missing, unknown or of another
  ///   shape; `ShapeError` when there is no such network.
  public func parameters(_ description: ModelDescription) throws -> Parameters {
    let parameters = try Parameters(description.network().parameters)
    let state = state.renamed(toward: parameters.layout.slots.map(\.name))
    try parameters.load(state)
    return parameters
  }
}
