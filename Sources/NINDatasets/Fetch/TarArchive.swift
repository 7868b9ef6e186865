import Foundation

/// A `.tar.gz` of a data set, unpacked by the system's `tar`.
struct TarArchive {
  let path: String

  /// - Returns: false when stopped.
  /// - Throws: `DatasetError` when the archive is damaged, or holds something that must not be
  ///   unpacked: a name that leads out of `folder`, or anything but files and folders.
  func unpack(into folder: String, shouldStop: () -> Bool) throws(DatasetError) -> Bool {
    guard let names = try list("-tzf", shouldStop), let lines = try list("-tvzf", shouldStop) else {
      return false
    }
    for name in names where name.hasPrefix("/") || name.split(separator: "/").contains("..") {
      throw .malformed(path: path, reason: "refused because it holds the name '\(name)'")
    }
    for line in lines where !line.hasPrefix("-") && !line.hasPrefix("d") {
      throw .malformed(path: path, reason: "refused because it holds a link or device: '\(line)'")
    }
    // With -v it writes each name into a pipe. When this process ends, the pipe breaks and ends
    // tar.
    let options = ["-C", folder, "--no-same-owner", "--no-same-permissions"]
    return try tar(["-xvzf", path] + options, shouldStop) != nil
  }

  private func list(
    _ option: String, _ shouldStop: () -> Bool
  ) throws(DatasetError) -> [Substring]? {
    try tar([option, path], shouldStop).map {
      String(decoding: $0, as: UTF8.self).split(whereSeparator: \.isNewline)
    }
  }

  /// Runs tar. Returns its output, or nil when stopped.
  private func tar(
    _ arguments: [String], _ shouldStop: () -> Bool
  ) throws(DatasetError) -> Data? {
    let result = try SystemProgram("tar").run(arguments, while: { !shouldStop() })
    if shouldStop() { return nil }
    guard result.code == 0 else {
      throw .malformed(path: path, reason: "cannot be unpacked: \(result.complaint)")
    }
    return result.output
  }
}
