import NINCheckpoints
import Foundation
import NINModules
import NINPlans
import NINTensors

/// What a model file says about itself, so that nobody has to repeat the options of training:
/// JSON under the key `nin` of the safetensors metadata.
public struct ModelDescription: Hashable, Codable, Sendable {
  public var model: Network.Model
  public var size: Int
  public var channels: Int
  public var classNames: [String]
  public var normalization: Recipe.Normalization?

  public init(
    model: Network.Model, size: Int, channels: Int, classNames: [String],
    normalization: Recipe.Normalization? = nil
  ) {
    self.model = model
    self.size = size
    self.channels = channels
    self.classNames = classNames
    self.normalization = normalization
  }

  /// - Throws: `ShapeError` when there can be no such network.
  public func network() throws(ShapeError) -> Network {
    if let normalization {
      let (mean, deviation) = (normalization.mean, normalization.deviation)
      guard mean.count == channels, deviation.count == channels,
        mean.allSatisfy(\.isFinite), deviation.allSatisfy({ $0.isFinite && $0 > 0 })
      else { throw ShapeError("a normalization by \(mean) and \(deviation)") }
    }
    guard (1...1024).contains(size), (1...4).contains(channels) else {
      throw ShapeError("images of \(size)x\(size)x\(channels)")
    }
    return try Network(model, classes: classNames.count, size: size, channels: channels)
  }
}

/// A trained model in a file that PyTorch's `load_state_dict` accepts as it is.
public enum ModelFile {
  private static let key = "nin"

  /// - Throws: `CheckpointError`; the former file is then intact.
  public static func save(
    _ parameters: Parameters, _ description: ModelDescription, to path: String
  ) throws {
    let values = UnsafeBufferPointer(parameters.values.elements)
    let state = parameters.layout.stateDictionary(from: values)
    let tensors = state.entries.map {
      SafetensorsFile.Tensor(name: $0.name, shape: $0.dimensions, values: $0.values)
    }
    let json = String(decoding: try JSONEncoder.sorted.encode(description), as: UTF8.self)
    try SafetensorsFile(metadata: ["format": "pt", key: json], tensors: tensors).write(to: path)
  }

  /// The file that `subject`, a run's folder or a file, stands for: the run's best model.
  /// - Throws: `TrainingError` for a folder without a model.
  public static func path(of subject: String) throws(TrainingError) -> String {
    try RunFolder.ifFolder(subject)?.modelPath() ?? subject
  }

  /// What the file says about itself.
  /// - Throws: `CheckpointError` when it is unusable or says nothing.
  public static func description(_ path: String) throws(CheckpointError) -> ModelDescription {
    try description(of: try SafetensorsFile(contentsOf: path), path)
  }

  /// The description and parameters in the file.
  /// - Throws: `CheckpointError` when the file is unusable, does not describe itself, or its tensors
  ///   are not the model's.
  public static func load(_ path: String) throws -> (ModelDescription, Parameters) {
    let file = try SafetensorsFile(contentsOf: path)
    let description = try description(of: file, path)
    let parameters = try Parameters(description.network().parameters)
    try load(file, path: path, into: parameters)
    return (description, parameters)
  }

  // Metadata is not to be trusted either: it may describe what cannot be.
  static func description(
    of file: SafetensorsFile, _ path: String
  ) throws(CheckpointError) -> ModelDescription {
    guard let json = file.metadata[key],
      let description = try? JSONDecoder().decode(ModelDescription.self, from: Data(json.utf8))
    else {
      throw CheckpointError(
        path: path,
        reason:
          "does not say which model it holds; nin import FILE --model NAME makes a file that does")
    }
    do {
      _ = try description.network()
    } catch {
      throw CheckpointError(path: path, reason: "describes an impossible model: \(error)")
    }
    return description
  }

  /// The tensors of any safetensors file with the model's names into `parameters`.
  public static func load(_ path: String, into parameters: Parameters) throws {
    try load(try SafetensorsFile(contentsOf: path), path: path, into: parameters)
  }

  /// The tensors of any safetensors file.
  /// - Throws: `CheckpointError` when it is unusable.
  public static func state(_ path: String) throws(CheckpointError) -> StateDictionary {
    state(of: try SafetensorsFile(contentsOf: path))
  }

  static func state(of file: SafetensorsFile) -> StateDictionary {
    StateDictionary(
      file.tensors.map { .init(name: $0.name, dimensions: $0.shape, values: $0.values) })
  }

  static func load(
    _ file: SafetensorsFile, path: String, into parameters: Parameters
  ) throws {
    do {
      try parameters.layout.load(state(of: file), into: parameters.values.elements)
    } catch {
      throw CheckpointError(path: path, reason: error.description)
    }
  }
}

extension JSONEncoder {
  /// Keys in alphabetical order, so that equal values give equal bytes.
  static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
