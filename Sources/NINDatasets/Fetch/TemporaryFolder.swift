import Foundation

/// A folder that is removed with its contents when the object is released. The process holds a lock
/// on it. Folders without a lock were left by killed processes and are removed when the next one is
/// made.
final class TemporaryFolder {
  let path: String
  private let descriptor: Int32

  /// - Throws: `DatasetError` when it cannot be made.
  init(in folder: String, prefix: String) throws(DatasetError) {
    Self.removeAbandoned(in: folder, prefix: prefix)
    path = "\(folder)/\(prefix)\(UUID().uuidString)"
    guard mkdir(path, 0o755) == 0 else {
      throw .unwritable(path: folder, reason: String(cString: strerror(errno)))
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    close(descriptor)
  }

  private static func removeAbandoned(in folder: String, prefix: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let file = open("\(folder)/\(name)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard file >= 0 else { continue }
      if flock(file, LOCK_EX | LOCK_NB) == 0 {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
      }
      close(file)
    }
  }
}

/// A folder that is made if it is missing, along with the folders that it lies in.
struct MadeFolders {
  /// The outermost first.
  private var made: [String] = []

  /// - Throws: `DatasetError` when there can be no such folder.
  init(_ path: String) throws(DatasetError) {
    // Each part of the path that ends before a slash, and the whole path.
    let ends = path.indices.dropFirst().filter { path[$0] == "/" } + [path.endIndex]
    made = ends.map { String(path[..<$0]) }.filter { !FileManager.default.fileExists(atPath: $0) }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      removeEmpty()
      throw .unwritable(path: path, reason: "the folder cannot be made")
    }
  }

  /// Removes the new folders that are empty.
  func removeEmpty() {
    for path in made.reversed() { rmdir(path) }
  }
}
