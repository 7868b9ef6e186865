import Foundation
import NINCheckpoints
import NINModules
import NINPlans
import NINTensors

/// A trained model in a safetensors file. PyTorch's `load_state_dict` accepts its tensors
/// unchanged; it needs `strict=False` for a model with whitening, whose tensors have names that
/// begin with "preprocessing.".
public enum ModelFile {
  private static let key = "nin"

  /// Writes the file at `path`.
  /// - Throws: `CheckpointError`; the former file is then intact.
  public static func save(
    _ parameters: Parameters, _ description: ModelDescription, to path: String
  ) throws {
    try AtomicFile.save(try encoded(parameters, description), to: path)
  }

  /// The bytes of the file; equal models give equal bytes.
  package static func encoded(
    _ parameters: Parameters, _ description: ModelDescription
  ) throws -> Data {
    let tensors =
      parameters.stateDictionary.entries.map {
        SafetensorsFile.Tensor(name: $0.name, shape: $0.dimensions, values: $0.values)
      } + (description.whitening?.tensors ?? [])
    let metadata = ["format": "pt", key: try description.json(.sorted)]
    return SafetensorsFile(metadata: metadata, tensors: tensors).encoded()
  }

  /// The path of the best model in the folder of a run.
  public static func best(in folder: String) -> String { "\(folder)/weights/best.safetensors" }
  /// The path of the newest model in the folder of a run.
  public static func last(in folder: String) -> String { "\(folder)/weights/last.safetensors" }

  /// The model file that `subject` refers to: a file itself; for the folder of a run, the best
  /// model, or the newest one as long as no epoch is complete. The name of a pretrained model refers
  /// to that model, unless a file or a run has this name.
  /// - Throws: `ModelFileError` for a folder without a model.
  public static func path(of subject: String) throws(ModelFileError) -> String {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: subject, isDirectory: &isFolder), isFolder.boolValue else {
      return subject
    }
    let models = [best(in: subject), last(in: subject)]
    if let found = models.first(where: { files.fileExists(atPath: $0) }) { return found }
    let isRun = files.fileExists(atPath: "\(subject)/options.json")
    guard !isRun, PretrainedModel(rawValue: subject) != nil else {
      throw .noModel(folder: subject)
    }
    return subject
  }

  /// The tensors and the metadata of the file at `path`, or of the pretrained model of that name
  /// where there is no such file.
  /// - Throws: `CheckpointError` when it is unusable.
  package static func contents(_ path: String) throws(CheckpointError) -> SafetensorsFile {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard let model = PretrainedModel(rawValue: path), !isThere || isFolder.boolValue else {
      return try SafetensorsFile(contentsOf: path)
    }
    return try SafetensorsFile(model.file, path: path)
  }

  /// The description in the file.
  /// - Throws: `CheckpointError` when the file is unusable; `ModelFileError` when it has no
  ///   description or an impossible one.
  public static func description(_ path: String) throws -> ModelDescription {
    try description(of: try contents(path), path)
  }

  /// The description and parameters in the file.
  /// - Throws: `CheckpointError` when the file is unusable or its tensors are not the model's;
  ///   `ModelFileError` when it has no description or an impossible one.
  public static func load(_ path: String) throws -> (ModelDescription, Parameters) {
    let file = try contents(path)
    let description = try description(of: file, path)
    let parameters = try Parameters(description.network().parameters)
    try load(file, path: path, into: parameters)
    return (description, parameters)
  }

  // Metadata may be wrong too, so the values are checked.
  package static func description(
    of file: SafetensorsFile, _ path: String
  ) throws(ModelFileError) -> ModelDescription {
    guard let json = file.metadata[key],
      var description = try? JSONDecoder().decode(ModelDescription.self, from: Data(json.utf8))
    else {
      throw .undescribed(path: path)
    }
    do {
      description.whitening = try Whitening(in: file, path)
      if let count = description.whitening?.mean.count {
        let (size, channels) = (description.size, description.channels)
        guard (1...1024).contains(size), (1...4).contains(channels),
          count == size * size * channels
        else { throw ShapeError("a whitening of \(count) numbers") }
      }
      _ = try description.network()
    } catch {
      throw .impossible(path: path, reason: "\(error)")
    }
    return description
  }

  /// Reads the tensors of a safetensors file into `parameters`. The file needs no description, but
  /// its tensors must have the names and shapes of the model.
  /// - Throws: `CheckpointError` when the file is unusable or its tensors do not fit.
  public static func load(_ path: String, into parameters: Parameters) throws {
    try load(try contents(path), path: path, into: parameters)
  }

  /// The tensors of a safetensors file, which need not be a model.
  /// - Throws: `CheckpointError` when the file is unusable.
  public static func state(_ path: String) throws(CheckpointError) -> StateDictionary {
    state(of: try contents(path))
  }

  package static func state(of file: SafetensorsFile) -> StateDictionary {
    StateDictionary(
      file.tensors.filter { !$0.name.hasPrefix(Whitening.prefix) }.map {
        .init(name: $0.name, dimensions: $0.shape, values: $0.values)
      })
  }

  package static func load(
    _ file: SafetensorsFile, path: String, into parameters: Parameters
  ) throws {
    if let broken = file.tensors.first(where: { !$0.values.allSatisfy(\.isFinite) }) {
      throw CheckpointError(
        path: path, reason: "'\(broken.name)' holds what is no finite number")
    }
    do {
      try parameters.load(state(of: file))
    } catch {
      throw CheckpointError(path: path, reason: error.description)
    }
  }
}
