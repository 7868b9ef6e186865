import Foundation
import NINPictures

/// The picture files of a folder, by class.
struct PictureFiles {
  /// The classes, in natural order.
  let names: [String]
  private let folder: String
  private let files: [String: [String]]
  private let skippedByClass: [String: SkippedFiles]

  /// - Throws: `DatasetError` when the folder cannot be read or has no folders in it.
  init(_ folder: String) throws(DatasetError) {
    self.folder = folder
    guard ImageFolder.isFolder(folder) else { throw .missingFolder(path: folder) }
    names = try FolderNames.list(folder).filter { Self.isClass("\(folder)/\($0)") }
    guard !names.isEmpty else {
      throw .noClasses(folder: folder)
    }
    var files: [String: [String]] = [:]
    var skipped: [String: SkippedFiles] = [:]
    for name in names {
      let listing = try PictureListing("\(folder)/\(name)")
      files[name] = listing.files
      skipped[name] = listing.skipped
    }
    self.files = files
    skippedByClass = skipped
  }

  /// Whether a folder may be a class. Runs and folders of runs are none.
  private static func isClass(_ path: String) -> Bool {
    guard ImageFolder.isFolder(path) else { return false }
    let entries = (try? FolderNames.list(path)) ?? []
    return !([""] + entries).contains {
      FileManager.default.fileExists(atPath: "\(path)/\($0)/state.safetensors")
    }
  }

  /// The files that are not read, of all classes.
  var skipped: SkippedFiles {
    names.reduce(into: SkippedFiles()) { all, name in
      all.add(skippedByClass[name] ?? SkippedFiles())
    }
  }

  /// The classes that have pictures.
  var filledNames: [String] { names.filter { files[$0]?.isEmpty == false } }

  /// - Throws: `DatasetError` naming a class without pictures.
  func checkFilled() throws(DatasetError) {
    guard let empty = names.first(where: { files[$0]?.isEmpty != false }) else { return }
    let skipped = skippedByClass[empty] ?? SkippedFiles()
    let place = "\(folder)/\(empty)"
    throw skipped.total == 0
      ? .noPictures(folder: place) : .noReadablePictures(folder: place, skipped)
  }

  /// - Throws: `DatasetError` naming a class that is not one of `classNames`.
  func check(knownTo classNames: [String]) throws(DatasetError) {
    guard let strange = names.first(where: { !classNames.contains($0) }) else { return }
    throw .unknownClass(folder: "\(folder)/\(strange)", known: classNames)
  }

  /// The first picture of each class, then the second of each, and so on: the first N pictures are
  /// then a fair sample. Labels are places in `classNames`; paths are relative to the folder.
  func inTurn(_ classNames: [String]) -> [LabelledFile] {
    let lists = classNames.map { files[$0] ?? [] }
    let longest = lists.map(\.count).max() ?? 0
    return (0..<longest).flatMap { turn in
      lists.indices.filter { turn < lists[$0].count }.map { label in
        LabelledFile(path: String(lists[label][turn].dropFirst(folder.count + 1)), label: label)
      }
    }
  }
}

/// A picture file and the number of its class.
struct LabelledFile: Hashable {
  /// Relative to the folder that holds the classes: "cat/1.jpg".
  let path: String
  let label: Int
}
