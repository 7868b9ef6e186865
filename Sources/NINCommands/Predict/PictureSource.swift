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
  /// - Throws: `CommandError` for a folder without a picture.
  static func named(_ operand: String) throws(CommandError) -> [PictureSource] {
    if operand == "-" { return [.standardInput] }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: operand, isDirectory: &isFolder),
      isFolder.boolValue
    else { return [.file(operand)] }
    let found = (FileManager.default.enumerator(atPath: operand)?.allObjects ?? [])
      .compactMap { $0 as? String }.filter(isPicture)
      .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
    guard !found.isEmpty else { throw CommandError("\(operand): no pictures in this folder") }
    return found.map { .file("\(operand)/\($0)") }
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

  /// By its extension; hidden files and folders do not count.
  private static func isPicture(_ path: String) -> Bool {
    let kinds = ["jpg", "jpeg", "png", "ppm", "pgm"]
    return kinds.contains((path as NSString).pathExtension.lowercased())
      && !path.split(separator: "/").contains { $0.hasPrefix(".") }
  }
}
