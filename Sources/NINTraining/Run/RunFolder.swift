import Foundation
import NINCheckpoints
import NINModels
import NINOptimizers
import NINPlans

/// The folder of a run:
///
///     options.json                 the recipe, resolved
///     environment.json             what it ran on
///     results.csv                  a line an epoch
///     metrics.jsonl                a line a step, a line an epoch
///     state.safetensors            everything `--resume` needs, in one file
///     weights/last.safetensors     the newest model
///     weights/best.safetensors     the one with the best accuracy after an epoch
///     test.json                    the best one's result on the test set, where a validation set
///                                  has chosen it
///
/// Who watches the run may write more into it, such as reports.
public struct RunFolder: Hashable, Sendable {
  public let path: String

  public var optionsPath: String { Self.optionsPath(in: path) }
  public var environmentPath: String { "\(path)/environment.json" }
  public var resultsPath: String { "\(path)/results.csv" }
  public var metricsPath: String { "\(path)/metrics.jsonl" }
  public var statePath: String { "\(path)/state.safetensors" }
  public var testPath: String { "\(path)/test.json" }
  public var lastPath: String { ModelFile.last(in: path) }
  public var bestPath: String { ModelFile.best(in: path) }

  static func optionsPath(in folder: String) -> String { "\(folder)/options.json" }

  /// A run that exists.
  /// - Throws: `TrainingError` when `path` is no run folder.
  public init(existing path: String) throws(TrainingError) {
    self.path = path
    guard FileManager.default.fileExists(atPath: statePath) else {
      throw TrainingError("\(path): not a run folder (it has no state.safetensors)")
    }
  }

  /// The run at `path`, or nil when that is no folder at all.
  /// - Throws: `TrainingError` when it is a folder, but not a run's.
  public static func ifFolder(_ path: String) throws(TrainingError) -> RunFolder? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return nil }
    return try RunFolder(existing: path)
  }

  /// A new run at `path`, or at the first free `runs/<stem>-<number>`.
  /// - Throws: `TrainingError` when the folder holds a run already or cannot be made or written.
  public init(new path: String?, stem: String) throws(TrainingError) {
    self.path = path ?? Self.firstFree(stem)
    let files = FileManager.default
    if files.fileExists(atPath: statePath) {
      throw TrainingError("\(self.path): holds a run already; --resume it or choose another folder")
    }
    do {
      try files.createDirectory(
        atPath: "\(self.path)/weights", withIntermediateDirectories: true)
    } catch {
      throw TrainingError("\(self.path): cannot be made a run folder: \(Self.reason(error))")
    }
  }

  /// Removes the folder when nothing has been written into it.
  public func discardIfEmpty() {
    guard !FileManager.default.fileExists(atPath: statePath) else { return }
    rmdir("\(path)/weights")
    rmdir(path)
  }

  private static func firstFree(_ stem: String) -> String {
    var number = 1
    while true {
      let digits = String(number)
      let zeros = String(repeating: "0", count: max(0, 3 - digits.count))
      let path = "runs/\(stem)-\(zeros)\(digits)"
      if !FileManager.default.fileExists(atPath: path) { return path }
      number += 1
    }
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let underlying, underlying.domain == NSPOSIXErrorDomain else {
      return "is its parent folder there and writable?"
    }
    return String(cString: strerror(Int32(underlying.code)))
  }
}

// MARK: Options

extension RunFolder {
  public func saveOptions(_ recipe: Recipe) throws {
    try AtomicFile.save(try JSONEncoder.readable.encode(recipe), to: optionsPath)
  }

  /// - Throws: `TrainingError` when the file is missing or damaged.
  public func loadOptions() throws(TrainingError) -> Recipe {
    try Recipe(contentsOf: optionsPath)
  }
}

// MARK: State

extension RunFolder {
  private static let key = "nin_state"

  func saveState(_ state: RunState, _ engine: TrainingEngine) throws {
    let flat = [("parameters", engine.parameters.values.elements)] + engine.optimizer.state
    let tensors = flat.map { name, values in
      SafetensorsFile.Tensor(name: name, shape: [values.count], values: Array(values))
    }
    let metadata = [Self.key: try state.json(.sorted)]
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: statePath)
  }

  func loadState(into engine: TrainingEngine) throws -> RunState {
    let file = try SafetensorsFile(contentsOf: statePath)
    guard let json = file.metadata[Self.key],
      let state = try? JSONDecoder().decode(RunState.self, from: Data(json.utf8)),
      min(state.epoch, state.batch, state.step) >= 0
    else { throw CheckpointError(path: statePath, reason: "does not say where the run stood") }
    let flat = [("parameters", engine.parameters.values.elements)] + engine.optimizer.state
    for (name, values) in flat {
      guard let tensor = file[name], tensor.values.count == values.count else {
        throw CheckpointError(path: statePath, reason: "'\(name)' is not that of the options")
      }
      _ = values.update(fromContentsOf: tensor.values)
    }
    engine.resume(afterSteps: state.step)
    return state
  }
}
