import Foundation
import NINPictures

/// The picture files of a folder, by class.
package struct PictureFiles {
  private static let extensions: Set<String> = ["jpg", "jpeg", "png", "ppm", "pgm"]

  /// The classes, in natural order.
  let names: [String]
  private let folder: String
  private let files: [String: [String]]

  /// - Throws: `DatasetError` when the folder cannot be read or has no folders in it.
  init(_ folder: String) throws(DatasetError) {
    self.folder = folder
    names = try FolderNames.list(folder).filter { ImageFolder.isFolder("\(folder)/\($0)") }
    guard !names.isEmpty else {
      throw DatasetError(
        "\(folder): no pictures by class here: DIR/train/CLASS/… and DIR/test/CLASS/…, or "
          + "DIR/CLASS/… are expected")
    }
    var files: [String: [String]] = [:]
    for name in names {
      files[name] = try Self.all(in: "\(folder)/\(name)")
    }
    self.files = files
  }

  /// - Throws: `DatasetError` naming a class without pictures.
  func checkFilled() throws(DatasetError) {
    guard let empty = names.first(where: { files[$0]?.isEmpty != false }) else { return }
    throw DatasetError(
      "\(folder)/\(empty): no pictures (.jpg, .jpeg, .png, .ppm, .pgm); add some or remove the "
        + "folder")
  }

  /// - Throws: `DatasetError` naming a class that is none of `classNames`.
  func check(knownTo classNames: [String]) throws(DatasetError) {
    guard let strange = names.first(where: { !classNames.contains($0) }) else { return }
    throw DatasetError(
      "\(folder)/\(strange): not a class of the model, whose classes are "
        + classNames.joined(separator: ", "))
  }

  /// The first picture of each class, the second of each, and so on, so that a beginning of the list
  /// is a fair sample; with the class's place in `classNames`.
  func inTurn(_ classNames: [String]) -> [(path: String, label: Int)] {
    let lists = classNames.map { files[$0] ?? [] }
    let longest = lists.map(\.count).max() ?? 0
    return (0..<longest).flatMap { turn in
      lists.indices.filter { turn < lists[$0].count }.map { (lists[$0][turn], $0) }
    }
  }

  /// The edge that all pictures share, where all are squares of one size.
  var commonSide: Int? {
    var side: Int?
    for path in files.values.joined() {
      guard let size = try? Picture.size(ofFile: path) else { continue }
      guard size.width == size.height, side == nil || side == size.width else { return nil }
      side = size.width
    }
    return side
  }

  /// The pictures in a folder and the folders in it, in natural order.
  /// - Throws: `DatasetError` when a folder cannot be read or has a name that is not UTF-8.
  package static func all(in folder: String) throws(DatasetError) -> [String] {
    var visited: Set<String> = []
    return try pictures(folder, &visited)
  }

  /// The pictures in a folder and the folders in it; links are followed, but never in a circle.
  private static func pictures(
    _ folder: String, _ visited: inout Set<String>
  ) throws(DatasetError) -> [String] {
    let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard visited.insert(real).inserted else { return [] }
    var found: [String] = []
    for entry in try FolderNames.list(folder) {
      let path = "\(folder)/\(entry)"
      if ImageFolder.isFolder(path) {
        found += try pictures(path, &visited)
      } else if extensions.contains((entry as NSString).pathExtension.lowercased()) {
        found.append(path)
      }
    }
    return found
  }
}
