import NINDatasets
import Foundation
import NINTraining

extension Option where Value == DatasetSource {
  /// The name of a data set, or else a folder, which must be there.
  static func dataset(_ name: String, _ help: String) -> Option {
    let sets = PublishedDataset.allCases
    let names = sets.map(\.rawValue) + [DatasetSource.shapes.name]
    return Option(
      name, "NAME|DIR", help,
      expects: "one of \(names.joined(separator: ", ")) or a folder of pictures", choices: names
    ) { text in
      if text == DatasetSource.shapes.name { return .shapes }
      if let set = PublishedDataset(rawValue: text) { return DatasetSource(set) }
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(atPath: text, isDirectory: &isFolder)
      return isThere && isFolder.boolValue ? .pictures(folder: text) : nil
    }
  }
}

extension DatasetSource {
  /// What `--dataset` names, else `usual`, in the folder that `--data-dir` names.
  /// - Throws: `UsageError` when that set has no such folder.
  init(
    _ arguments: ParsedArguments, else usual: DatasetSource, command: Command
  ) throws(UsageError) {
    self = arguments[TrainOptions.dataset] ?? usual
    guard let folder = arguments[TrainOptions.dataDir] else { return }
    var isNamedAsFolder = false
    if case .pictures? = arguments[TrainOptions.dataset] { isNamedAsFolder = true }
    guard !isNamedAsFolder, let placed = placed(in: folder) else {
      throw UsageError("'--data-dir' has no use with the data set '\(name)'", command: command)
    }
    self = placed
  }
}
