import Foundation
import NINDatasets
import NINPictures

/// A picture that a command line names.
enum PictureSource: Sendable {
  case file(String)
  case standardInput

  /// The most bytes that are read from standard input.
  private static let mostBytes = 1 << 29

  /// The pictures that an operand names: a file, standard input ("-"), or all pictures in a folder
  /// and in the folders inside it, in natural order. Prints which files of a folder are skipped.
  /// - Throws: `CommandError` for a folder without pictures, `DatasetError` for one that cannot be
  ///   read or has a name that is not UTF-8.
  static func named(_ operand: String, _ console: Console) throws -> [PictureSource] {
    if operand == "-" { return [.standardInput] }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: operand, isDirectory: &isFolder),
      isFolder.boolValue
    else { return [.file(operand)] }
    let listing = try PictureListing(operand)
    let skipped = listing.skipped
    guard !listing.files.isEmpty else {
      let others = skipped.total > 0 ? " that can be read: \(skipped.advice)" : " in this folder"
      throw CommandError("\(operand): no pictures\(others)")
    }
    if skipped.total > 0 {
      console.note("Note: \(skipped.total.of("file")) skipped in \(operand): \(skipped.advice).")
    }
    return listing.files.map { .file($0) }
  }

  var isStandardInput: Bool {
    if case .standardInput = self { true } else { false }
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

extension PictureFormat {
  /// All of them, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
