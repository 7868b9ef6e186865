import Foundation
import NINCheckpoints
import NINDatasets
import NINModels

/// The folder of a run:
///
///     options.json                 the recipe, resolved
///     environment.json             what it ran on
///     split.json                   which pictures of a folder without parts are tested on
///     results.csv                  one line per epoch
///     metrics.jsonl                one line per step and per epoch
///     state.safetensors            all that is needed to continue the run; the other files can be
///                                  made from it, except the lines of metrics.jsonl
///     weights/last.safetensors     the newest model
///     weights/best.safetensors     the model of the epoch with the best accuracy
///     test.json                    the best one's result on the test set, where a validation set
///                                  has chosen it
///
/// Others may write more files into it, such as reports.
public struct RunFolder: Hashable, Sendable {
  public let path: String
  /// Whether there was no such folder before.
  private let isMade: Bool

  public var optionsPath: String { Self.optionsPath(in: path) }
  public var environmentPath: String { "\(path)/environment.json" }
  public var splitPath: String { "\(path)/split.json" }
  public var resultsPath: String { "\(path)/results.csv" }
  public var metricsPath: String { "\(path)/metrics.jsonl" }
  public var statePath: String { "\(path)/state.safetensors" }
  public var testPath: String { "\(path)/test.json" }
  var weightsPath: String { bestPath.outerFolder }
  public var lastPath: String { ModelFile.last(in: path) }
  public var bestPath: String { ModelFile.best(in: path) }

  static func optionsPath(in folder: String) -> String { "\(folder)/options.json" }

  /// The folder of a run on another host, which is not looked at.
  init(elsewhere path: String) {
    (self.path, isMade) = (path, false)
  }

  /// A run that exists.
  /// - Throws: `TrainingError` when `path` is no run folder.
  public init(existing path: String) throws(TrainingError) {
    (self.path, isMade) = (path, false)
    guard hasState else {
      throw .notARun(folder: path)
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

  /// A new run at `path`, or at the first free `runs/<stem>-<number>`, which nobody else gets.
  /// - Throws: `TrainingError` when the folder holds a run already or cannot be made or written.
  public init(new path: String?, stem: String) throws(TrainingError) {
    guard let path else {
      (self.path, isMade) = (try Self.makeNumbered(stem), true)
      return
    }
    (self.path, isMade) = (path, try Self.make(path))
    if hasState { throw Self.holdsRun(path) }
  }

  var hasState: Bool { FileManager.default.fileExists(atPath: statePath) }

  /// - Parameter isNew: whether the run is to begin.
  /// - Throws: `TrainingError` when another trainer has the run, or has begun one here meanwhile.
  func lock(isNew: Bool) throws(TrainingError) -> RunLock {
    let lock = try RunLock(path)
    if isNew && hasState { throw Self.holdsRun(path) }
    _ = try Self.make("\(path)/weights")
    return lock
  }

  /// Removes the folder when no state has been written into it, where it is not somebody else's.
  public func discardIfEmpty() {
    guard isMade, let lock = try? RunLock(path) else { return }
    withExtendedLifetime(lock) {
      guard !hasState else { return }
      for file in [optionsPath, metricsPath, resultsPath] { unlink(file) }
      rmdir("\(path)/weights")
      rmdir(path)
    }
  }

  private static func holdsRun(_ path: String) -> TrainingError {
    .occupied(folder: path)
  }

  /// The first number that nobody has, which the system decides.
  private static func makeNumbered(_ stem: String) throws(TrainingError) -> String {
    var number = 1
    while true {
      let digits = String(number)
      let zeros = String(repeating: "0", count: max(0, 3 - digits.count))
      let path = "runs/\(stem)-\(zeros)\(digits)"
      if try make(path) { return path }
      number += 1
    }
  }

  /// Makes a folder and those it lies in.
  /// - Returns: whether it was not there before.
  private static func make(_ path: String) throws(TrainingError) -> Bool {
    do {
      if !FileManager.default.fileExists(atPath: path.outerFolder) {
        try FileManager.default.createDirectory(
          atPath: path.outerFolder, withIntermediateDirectories: true)
      }
    } catch {
      throw .unusableFolder(path: path, reason: reason(error))
    }
    if mkdir(path, 0o777) == 0 { return true }
    let failure = String(cString: strerror(errno))
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { throw TrainingError.unusableFolder(path: path, reason: failure) }
    return false
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
    try recipe.saveJSON(to: optionsPath)
  }

  /// - Throws: `TrainingError` when the file is missing or damaged.
  public func loadOptions() throws(TrainingError) -> Recipe {
    try Recipe(contentsOf: optionsPath)
  }
}

// MARK: Split

extension RunFolder {
  func saveSplit(_ split: FolderSplit) throws {
    try AtomicFile.save(try JSONEncoder.readable.encode(split), to: splitPath)
  }

  /// How the run has split a folder of pictures; nil where it has recorded nothing.
  /// - Throws: `TrainingError` when the file is damaged.
  public func loadSplit() throws(TrainingError) -> FolderSplit? {
    guard FileManager.default.fileExists(atPath: splitPath) else { return nil }
    guard let data = FileManager.default.contents(atPath: splitPath),
      let split = try? JSONDecoder().decode(FolderSplit.self, from: data)
    else { throw TrainingError.malformedSplit(path: splitPath) }
    return split
  }
}
