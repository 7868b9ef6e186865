import Foundation

/// The beginning of a file. Its bytes are kept for a later attempt. No other process can use it
/// while this object lives.
final class PartialFile {
  let path: String
  private let descriptor: Int32

  /// - Throws: `DatasetError` when it cannot be written, or another process has it.
  init(_ path: String) throws(DatasetError) {
    self.path = path
    while true {
      let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
      guard file >= 0 else { throw Self.failure(path) }
      // On a file system without locks the download continues without one.
      guard flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
        close(file)
        throw .unwritable(path: path, reason: "another process is downloading this file")
      }
      // The process that had it before may have completed or removed it meanwhile.
      if Self.isNamed(path, file) {
        descriptor = file
        return
      }
      close(file)
    }
  }

  // An empty file is of no use to a later attempt.
  deinit {
    if bytes == 0 && Self.isNamed(path, descriptor) { unlink(path) }
    // A program that is just being started has the descriptor as well, until it is executed.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  var bytes: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// - Throws: `DatasetError` with the system's reason.
  func append(_ data: Data) throws(DatasetError) {
    var rest = data
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 || errno == EINTR else { throw Self.failure(path) }
      rest = rest.dropFirst(max(written, 0))
    }
  }

  /// Removes all bytes.
  func clear() { ftruncate(descriptor, 0) }

  /// Gives the complete file its name.
  /// - Throws: `DatasetError` with the system's reason.
  func complete(as name: String) throws(DatasetError) {
    guard fsync(descriptor) == 0, rename(path, name) == 0 else { throw Self.failure(name) }
  }

  private static func isNamed(_ path: String, _ file: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    return stat(path, &named) == 0 && fstat(file, &opened) == 0 && named.st_ino == opened.st_ino
      && named.st_dev == opened.st_dev
  }

  private static func failure(_ path: String) -> DatasetError {
    .unwritable(path: path, reason: String(cString: strerror(errno)))
  }
}
