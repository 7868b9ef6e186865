import Foundation
import NINDatasets
import NINTraining

/// Which images are meant, in every command that reads some.
struct DatasetOptions: Sendable {
  var dataset: DatasetSource?
  var folder: String?

  /// Options that say which images are meant.
  static let names = [dataset.facts.name, folder.facts.name]

  static let dataset = CommandOption<Self>(
    "--dataset", \.dataset, .dataset, otherwise: "what the recipe or the model says",
    "The images: a data set by name, or a folder of pictures.")
  static let folder = CommandOption<Self>(
    "--data-dir", \.folder, .path("DIR"), otherwise: "the first of the usual folders that has it",
    "The folder with the files of the data set.")

  /// What `--dataset` names, else `usual`, in the folder that `--data-dir` names.
  /// - Throws: `UsageError` when that set has no such folder.
  func source(else usual: DatasetSource) throws(UsageError) -> DatasetSource {
    let source = dataset ?? usual
    guard let folder else { return source }
    var isNamedAsFolder = false
    if case .pictures? = dataset { isNamedAsFolder = true }
    guard !isNamedAsFolder, let placed = source.placed(in: folder) else {
      throw UsageError("'\(Self.folder.facts.name)' has no use with the data set '\(source.name)'")
    }
    return placed
  }
}

extension DatasetSource {
  /// Its folder, where it names one.
  private var folder: String? {
    if case .pictures(let folder) = self { return folder }
    return published?.folder
  }

  /// - Throws: `CommandError` when the folder that `run` remembers is not there any more.
  func requireFolder(of run: String) throws(CommandError) {
    var isFolder: ObjCBool = false
    guard let folder,
      !FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) || !isFolder.boolValue
    else { return }
    throw CommandError(
      "\(run): its images were in \(folder), which is not there; name the folder where they are "
        + "now with --data-dir")
  }
}

extension CommandOption {
  /// `--strict`, for commands that read many pictures.
  static func strict(_ property: WritableKeyPath<Options, Bool> & Sendable) -> CommandOption {
    CommandOption(
      "--strict", property, .flag, "Fail at a picture that cannot be read, instead of skipping it.")
  }
}

extension ValueFormat where Value == DatasetSource {
  /// The name of a data set, or else a folder, which must be there.
  static var dataset: ValueFormat {
    let names = PublishedDataset.allCases.map(\.rawValue) + [DatasetSource.shapes.name]
    return ValueFormat(
      placeholder: "NAME|DIR",
      expects: "one of \(names.joined(separator: ", ")) or a folder of pictures", choices: names,
      isPath: true,
      parse: { text in
        if text == DatasetSource.shapes.name { return .shapes }
        if let set = PublishedDataset(rawValue: text) { return DatasetSource(set) }
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: text, isDirectory: &isFolder)
        return isThere && isFolder.boolValue ? .pictures(at: text) : nil
      }, show: \.name)
  }
}
