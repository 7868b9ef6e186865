import Foundation

/// Writes a file so that, whatever happens, either the former one or the whole new one is there:
/// a temporary name in the same folder, write, sync, rename, sync the folder.
public enum AtomicFile {
  /// - Throws: `CheckpointError` with the system's reason; the former file is then intact and the
  ///   temporary one removed.
  public static func save(_ data: Data, to path: String) throws(CheckpointError) {
    let temporary = "\(path).\(getpid()).tmp"
    do {
      try writeAndSync(data, to: temporary, target: path)
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let error = failure(path)
      unlink(temporary)
      throw error
    }
    syncFolder(of: path)
  }

  private static func writeAndSync(
    _ data: Data, to temporary: String, target: String
  ) throws(CheckpointError) {
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure(target) }
    var offset = 0
    var failed: CheckpointError?
    while offset < data.count && failed == nil {
      let written = data.withUnsafeBytes { bytes in
        write(file, bytes.baseAddress.map { $0 + offset }, data.count - offset)
      }
      if written > 0 { offset += written } else if errno != EINTR { failed = failure(target) }
    }
    if failed == nil && fsync(file) != 0 { failed = failure(target) }
    if close(file) != 0 && failed == nil { failed = failure(target) }
    if let failed { throw failed }
  }

  // Without this a power cut could undo the rename; a folder that cannot be synced is no error.
  private static func syncFolder(of path: String) {
    let name = (path as NSString).deletingLastPathComponent
    let folder = open(name.isEmpty ? "." : name, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private static func failure(_ path: String) -> CheckpointError {
    CheckpointError(path: path, reason: "cannot be written: \(String(cString: strerror(errno)))")
  }
}
