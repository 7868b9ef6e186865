import Foundation

/// Writes a file so that, whatever happens, either the former one or the whole new one is there:
/// a temporary name in the same folder, write, sync, rename, sync the folder.
public enum AtomicFile {
  /// Removes what killed processes have left of the same file as well.
  /// - Throws: `CheckpointError` with the system's reason; the former file is then intact and the
  ///   temporary one removed.
  public static func save(_ data: Data, to path: String) throws(CheckpointError) {
    TemporaryFile.removeAbandoned(of: path)
    let temporary = try TemporaryFile(for: path)
    try temporary.write(data)
    try temporary.moveIntoPlace()
    syncFolder(of: path)
  }

  /// Removes the temporary files of killed processes from `folder`; those of living ones stay.
  public static func removeAbandoned(in folder: String) {
    TemporaryFile.removeAbandoned(in: folder) { _ in true }
  }

  // Without this a power cut could undo the rename; a folder that cannot be synced is no error.
  private static func syncFolder(of path: String) {
    let folder = open(path.outerFolder, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}
