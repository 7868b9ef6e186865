import NINCheckpoints
import NINModels
import NINModules
import NINPlans

/// A state dictionary of PyTorch, saved as safetensors, that becomes a model file.
public struct StateDictionaryImport {
  private let path: String
  private let state: StateDictionary

  /// - Throws: `CheckpointError` when the file is no safetensors file of F32 tensors.
  public init(contentsOf path: String) throws(CheckpointError) {
    self.path = path
    state = try ModelFile.state(path)
  }

  /// Outputs of the last layer, or nil when the file lacks it.
  public func classes(of model: Network.Model) throws -> Int? {
    let last = try Network(model).parameters.slots.last?.name ?? ""
    return state[last]?.values.count
  }

  /// Channels that the first layer takes, or nil when the file lacks it.
  public func channels(of model: Network.Model) throws -> Int? {
    let first = try Network(model).parameters.slots.first?.name ?? ""
    return state[first].flatMap { $0.dimensions.count == 4 ? $0.dimensions[1] : nil }
  }

  /// The parameters, each in its place.
  /// - Throws: `StateDictionaryError` naming every tensor that is missing, unknown or of another
  ///   shape; `ShapeError` when there is no such network.
  public func parameters(_ description: ModelDescription) throws -> Parameters {
    let parameters = try Parameters(description.network().parameters)
    try parameters.load(state)
    return parameters
  }
}
