import Foundation

/// The folders with the parts of a data set, in any of their usual spellings.
struct FolderParts {
  let train: String?
  let validation: String?
  let test: String?
  /// Folders with the name of a part, but without classes.
  let withoutClasses: [String]

  /// A part must hold folders. Otherwise 'train' is a class, of trains for example.
  /// - Throws: `DatasetError` when the folder cannot be read.
  init(_ path: String) throws(DatasetError) {
    guard ImageFolder.isFolder(path) else { throw .missingFolder(path: path) }
    let folders = try FolderNames.list(path).filter { ImageFolder.isFolder("\(path)/\($0)") }
    func named(_ names: [String]) -> [String] {
      names.flatMap { name in folders.filter { $0.lowercased() == name } }.map { "\(path)/\($0)" }
    }
    let trains = named(["train", "training"])
    let validations = named(["val", "valid", "validation"])
    let tests = named(["test", "testing"])
    train = trains.first(where: Self.holdsFolders)
    validation = validations.first(where: Self.holdsFolders)
    test = tests.first(where: Self.holdsFolders)
    let hasParts = train != nil
    withoutClasses = hasParts ? (validations + tests).filter { !Self.holdsFolders($0) } : []
  }

  private static func holdsFolders(_ path: String) -> Bool {
    let entries = (try? FolderNames.list(path)) ?? []
    return entries.contains { ImageFolder.isFolder("\(path)/\($0)") }
  }
}
