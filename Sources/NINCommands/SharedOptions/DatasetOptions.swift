import Foundation
import NINDatasets
import NINTraining

/// The images, for every command that reads some.
struct DatasetOptions: Sendable {
  var dataset: DatasetSource?
  var folder: String?

  /// The names of both options.
  static let names = [dataset.facts.name, folder.facts.name]

  static let dataset = CommandOption<Self>(
    "--dataset", \.dataset, .dataset, otherwise: "the one of the recipe or the model",
    "The images: a data set by name, or a folder of pictures.")
  static let folder = CommandOption<Self>(
    "--data-dir", \.folder, .path("DIR"), otherwise: "the first of the usual folders that has it",
    "The folder with the files of the data set.")

  /// The data set of `--dataset`, or else `usual`, in the folder of `--data-dir`.
  /// - Throws: `UsageError` when that data set has no folder.
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
  /// Its folder, if it names one.
  private var folder: String? {
    if case .pictures(let folder) = self { return folder }
    return published?.folder
  }

  /// - Throws: `CommandError` when the folder that `run` has recorded no longer exists.
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
  /// The name of a data set, or an existing folder.
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
