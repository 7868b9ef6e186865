import NINDatasets
import Foundation
import NINPictures

/// A picture that a command line names.
enum PictureSource: Sendable {
  case file(String)
  case standardInput

  /// The largest that standard input may bring.
  private static let mostBytes = 1 << 29

  /// The pictures that `operand` stands for: a file, standard input for "-", or all pictures of a
  /// folder and of the folders in it, in natural order.
  /// - Throws: `CommandError` for a folder without a picture; `DatasetError` for one that cannot be
  ///   read or has a name that is not UTF-8.
  static func named(_ operand: String) throws -> [PictureSource] {
    if operand == "-" { return [.standardInput] }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: operand, isDirectory: &isFolder),
      isFolder.boolValue
    else { return [.file(operand)] }
    let found = try PictureFiles.all(in: operand)
    guard !found.isEmpty else { throw CommandError("\(operand): no pictures in this folder") }
    return found.map { .file($0) }
  }

  var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: "standard input"
    }
  }

  func picture() throws(PictureError) -> Picture {
    switch self {
    case .file(let path): return try Picture(contentsOf: path)
    case .standardInput:
      let data = try? FileHandle.standardInput.read(upToCount: Self.mostBytes)
      return try Picture(decoding: data ?? Data(), name: name)
    }
  }
}
