import Foundation
import NINPictures

/// The picture files in a folder and in the folders inside it. The content of a file decides
/// whether it is a picture. A file that only has the name of a picture is listed too: the error of
/// reading it then says what is wrong.
package struct PictureListing: Sendable {
  /// The pictures in natural order, folder by folder.
  package private(set) var files: [String] = []
  /// The files that are not read.
  package private(set) var skipped = SkippedFiles()

  /// Links are followed, but never in a circle. Names that begin with a dot are ignored.
  /// - Throws: `DatasetError` when a folder cannot be read or has a name that is not UTF-8.
  package init(_ folder: String) throws(DatasetError) {
    var visited: Set<String> = []
    try add(folder, &visited)
  }

  private mutating func add(
    _ folder: String, _ visited: inout Set<String>
  ) throws(DatasetError) {
    let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard visited.insert(real).inserted else { return }
    for entry in try FolderNames.list(folder) {
      let path = "\(folder)/\(entry)"
      if ImageFolder.isFolder(path) {
        try add(path, &visited)
      } else {
        add(file: path)
      }
    }
  }

  private mutating func add(file path: String) {
    switch FileKind(ofFile: path) {
    case .picture(let format) where format.isSupported: files.append(path)
    case .some(let kind): skipped.add(kind)
    case nil:
      let ending = (path as NSString).pathExtension.lowercased()
      if PictureFormat.extensions.contains(ending) { files.append(path) }
    }
  }
}
