import Foundation

/// Replaces a file so that, whatever happens, either the old file or the complete new one exists:
/// write to a temporary name in the same folder, sync, rename, sync the folder.
public enum AtomicFile {
  /// Writes `data` to `path`. Also removes temporary files that killed processes have left behind.
  /// - Throws: `CheckpointError` with the system's reason. The old file is then intact, and the
  ///   temporary file is removed.
  public static func save(_ data: Data, to path: String) throws(CheckpointError) {
    TemporaryFile.removeAbandoned(of: path)
    let temporary = try TemporaryFile(for: path)
    try temporary.write(data)
    try temporary.moveIntoPlace()
    syncFolder(of: path)
  }

  /// Removes the temporary files of killed processes from `folder`, but not those of running ones.
  public static func removeAbandoned(in folder: String) {
    TemporaryFile.removeAbandoned(in: folder) { _ in true }
  }

  // Without this a power cut could undo the rename. Some systems cannot sync a folder; that is
  // fine.
  private static func syncFolder(of path: String) {
    let folder = open(path.outerFolder, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}
