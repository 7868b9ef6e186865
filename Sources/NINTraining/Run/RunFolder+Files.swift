import Foundation
import NINCheckpoints
import NINDatasets

extension RunFolder {
  /// Writes `options.json`.
  /// - Throws: `CheckpointError` when it cannot be written.
  public func saveOptions(_ recipe: Recipe) throws {
    try recipe.saveJSON(to: optionsPath)
  }

  /// Reads `options.json`.
  /// - Throws: `TrainingError` when the file is missing or damaged.
  public func loadOptions() throws(TrainingError) -> Recipe {
    try Recipe(contentsOf: optionsPath)
  }

  func saveSplit(_ split: FolderSplit) throws {
    try AtomicFile.save(try JSONEncoder.readable.encode(split), to: splitPath)
  }

  /// Reads `split.json`; nil when there is none.
  /// - Throws: `TrainingError` when the file is damaged.
  public func loadSplit() throws(TrainingError) -> FolderSplit? {
    guard FileManager.default.fileExists(atPath: splitPath) else { return nil }
    guard let data = FileManager.default.contents(atPath: splitPath),
      let split = try? JSONDecoder().decode(FolderSplit.self, from: data)
    else { throw TrainingError.malformedSplit(path: splitPath) }
    return split
  }
}
