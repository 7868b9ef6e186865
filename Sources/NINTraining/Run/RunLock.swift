import Foundation

/// Keeps others from training a run while somebody does. It ends with the object, or with the
/// process, however that ends.
final class RunLock {
  private let file: Int32

  /// - Throws: `TrainingError` when somebody else has it, or the folder cannot be opened.
  init(_ folder: RunFolder) throws(TrainingError) {
    file = open(folder.path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw TrainingError("\(folder.path): \(String(cString: strerror(errno)))")
    }
    // A file system without locks is no reason not to train.
    guard flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(file)
      throw TrainingError("\(folder.path): this run is being trained already")
    }
  }

  deinit { close(file) }
}
