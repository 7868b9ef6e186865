import Foundation

/// Prevents two trainers from using the same run folder. It is released with the object, or when
/// the process ends in any way.
final class RunLock {
  private let file: Int32

  /// - Throws: `TrainingError` when another trainer has the lock, or the folder cannot be opened.
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

  // On a file system without locks, training goes ahead without a lock.
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
