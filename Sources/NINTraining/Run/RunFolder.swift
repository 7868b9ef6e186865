import Foundation
import NINCheckpoints
import NINModels

/// The folder of a run:
///
///     options.json                 the recipe, resolved
///     environment.json             the machine and the program
///     split.json                   which pictures are test images, if the folder does not say so
///     results.csv                  one line per epoch
///     metrics.jsonl                one line per step and per epoch
///     state.safetensors            everything needed to continue the run; the other files can be
///                                  restored from it, except the lines of metrics.jsonl
///     weights/last.safetensors     the newest model
///     weights/best.safetensors     the model of the epoch with the best accuracy
///     test.json                    the results of the best model on the test set, if a validation
///                                  set has chosen it
///
/// Reports and other programs may add files.
public struct RunFolder: Hashable, Sendable {
  /// The path of the folder.
  public let path: String
  /// Whether this object has created the folder.
  private let isMade: Bool

  /// The path of `options.json`.
  public var optionsPath: String { Self.optionsPath(in: path) }
  /// The path of `environment.json`.
  public var environmentPath: String { "\(path)/environment.json" }
  /// The path of `split.json`.
  public var splitPath: String { "\(path)/split.json" }
  /// The path of `results.csv`.
  public var resultsPath: String { "\(path)/results.csv" }
  /// The path of `metrics.jsonl`.
  public var metricsPath: String { "\(path)/metrics.jsonl" }
  /// The path of `state.safetensors`.
  public var statePath: String { "\(path)/state.safetensors" }
  /// The path of `test.json`.
  public var testPath: String { "\(path)/test.json" }
  var weightsPath: String { bestPath.outerFolder }
  /// The path of `weights/last.safetensors`.
  public var lastPath: String { ModelFile.last(in: path) }
  /// The path of `weights/best.safetensors`.
  public var bestPath: String { ModelFile.best(in: path) }

  static func optionsPath(in folder: String) -> String { "\(folder)/options.json" }

  /// The folder of a run on another host, which is not accessed.
  init(elsewhere path: String) {
    (self.path, isMade) = (path, false)
  }

  /// An existing run.
  /// - Throws: `TrainingError` when `path` is not a run folder.
  public init(existing path: String) throws(TrainingError) {
    (self.path, isMade) = (path, false)
    guard hasState else {
      throw .notARun(folder: path)
    }
  }

  /// The run at `path`; nil when `path` is not a folder.
  /// - Throws: `TrainingError` when it is a folder, but not that of a run.
  public static func ifFolder(_ path: String) throws(TrainingError) -> RunFolder? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return nil }
    return try RunFolder(existing: path)
  }

  /// A new run at `path`; without a path, at the first free `runs/<stem>-<number>`, which no other
  /// process can take.
  /// - Throws: `TrainingError` when the folder already has a run or cannot be created.
  public init(new path: String?, stem: String) throws(TrainingError) {
    guard let path else {
      (self.path, isMade) = (try Self.makeNumbered(stem), true)
      return
    }
    (self.path, isMade) = (path, try Self.make(path))
    if hasState { throw .occupied(folder: path) }
  }

  var hasState: Bool { FileManager.default.fileExists(atPath: statePath) }

  /// Locks the folder.
  /// - Parameter isNew: whether the run is new.
  /// - Throws: `TrainingError` when another trainer has the folder, or has started a run in it
  ///   since.
  func lock(isNew: Bool) throws(TrainingError) -> RunLock {
    let lock = try RunLock(path)
    if isNew && hasState { throw .occupied(folder: path) }
    _ = try Self.make("\(path)/weights")
    return lock
  }

  /// Removes the folder if this object has created it and there is no state in it.
  public func discardIfEmpty() {
    guard isMade, let lock = try? RunLock(path) else { return }
    withExtendedLifetime(lock) {
      guard !hasState else { return }
      for file in [optionsPath, metricsPath, resultsPath] { unlink(file) }
      rmdir("\(path)/weights")
      rmdir(path)
    }
  }
}
