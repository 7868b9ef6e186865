import Foundation

/// Keeps others from training a run that is being trained. It ends with the object, or with the
/// process, however that ends.
final class RunLock {
  private let file: Int32

  /// - Throws: `TrainingError` when another trainer has it, or the folder cannot be opened.
  init(_ path: String) throws(TrainingError) {
    file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else {
      throw .unusableFolder(path: path, reason: String(cString: strerror(errno)))
    }
    guard Self.take(file) else {
      close(file)
      throw .inUse(folder: path)
    }
    // The trainer that had it before may have removed the folder.
    guard Self.isStill(path, file) else {
      close(file)
      throw .unusableFolder(path: path, reason: "another process has removed it; try again")
    }
  }

  deinit {
    // A program that is just being started has the descriptor as well, until it is executed.
    flock(file, LOCK_UN)
    close(file)
  }

  // A file system without locks is no reason not to train.
  private static func take(_ file: Int32) -> Bool {
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      if errno != EINTR { return errno != EWOULDBLOCK }
    }
    return true
  }

  private static func isStill(_ path: String, _ file: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    return stat(path, &named) == 0 && fstat(file, &opened) == 0
      && (named.st_dev, named.st_ino) == (opened.st_dev, opened.st_ino)
  }
}
