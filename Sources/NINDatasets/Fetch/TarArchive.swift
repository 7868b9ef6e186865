import Foundation

/// A `.tar.gz` of a data set, unpacked by the system's `tar`.
struct TarArchive {
  let path: String

  /// - Throws: `DatasetError` when the archive is damaged, or holds what must not be unpacked: a
  ///   name that leads out of `folder`, or anything but files and folders.
  func unpack(into folder: String) throws(DatasetError) {
    for name in try list("-tzf") where name.hasPrefix("/") || parts(name).contains("..") {
      throw DatasetError("\(path): refused, for it holds the name '\(name)'")
    }
    for line in try list("-tvzf") where !line.hasPrefix("-") && !line.hasPrefix("d") {
      throw DatasetError("\(path): refused, for it holds a link or device: '\(line)'")
    }
    _ = try tar(["-xzf", path, "-C", folder, "--no-same-owner", "--no-same-permissions"])
  }

  private func list(_ option: String) throws(DatasetError) -> [Substring] {
    String(decoding: try tar([option, path]), as: UTF8.self).split(whereSeparator: \.isNewline)
  }

  private func parts(_ name: Substring) -> [Substring] {
    name.split(separator: "/")
  }

  private func tar(_ arguments: [String]) throws(DatasetError) -> Data {
    let result = try SystemProgram("tar").run(arguments)
    guard result.code == 0 else {
      throw DatasetError("\(path): cannot be unpacked: \(result.complaint)")
    }
    return result.output
  }
}
