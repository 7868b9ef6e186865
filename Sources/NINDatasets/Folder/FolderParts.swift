import Foundation

/// The folders of a data set that hold its parts, however people spell them.
struct FolderParts {
  let train: String?
  let validation: String?
  let test: String?
  /// A folder called as a part, which holds no classes.
  let withoutClasses: [String]

  /// A part holds folders: else it is the class of, say, trains.
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
