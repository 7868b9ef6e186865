import Foundation

/// A file that has its name only when it is what it must be; until then it ends in `.part`.
struct CheckedDownload {
  private let file: PublishedFile
  private let path: String
  private let download: Download

  init(_ file: PublishedFile, from server: String, into folder: String, stallSeconds: Int) {
    self.file = file
    path = "\(folder)/\(file.name)"
    download = Download(url: server + file.name, path: path + ".part", stallSeconds: stallSeconds)
  }

  /// - Returns: false when stopped.
  /// - Throws: `DatasetError` when there is another file of that name or the server gives one.
  func run(progress: (Int) -> Void, shouldStop: () -> Bool) throws(DatasetError) -> Bool {
    if FileManager.default.fileExists(atPath: path) {
      guard try file.checksum.isThat(of: path) else {
        throw DatasetError(
          "\(path): not the file that is expected (\(file.checksum)); move it away")
      }
      return true
    }
    let isBegun = download.received > 0
    if isBegun, try isRight { return try finish() }
    guard try download.run(progress: progress, shouldStop: shouldStop) else { return false }
    if isBegun, try !isRight {
      // The beginning may be of another file, or damaged.
      unlink(download.path)
      guard try download.run(progress: progress, shouldStop: shouldStop) else { return false }
    }
    guard try isRight else { throw refusal() }
    return try finish()
  }

  private var isRight: Bool {
    get throws(DatasetError) { try file.checksum.isThat(of: download.path) }
  }

  private func finish() throws(DatasetError) -> Bool {
    guard rename(download.path, path) == 0 else {
      throw DatasetError("\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
    return true
  }

  /// Says what came instead, and removes it: there is nothing to go on with.
  private func refusal() -> DatasetError {
    let start = FileHandle(forReadingAtPath: download.path)?.readData(ofLength: 32) ?? Data()
    let text = String(
      decoding: start.map { (32..<127).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    let expected = file.bytes.map { "\($0) bytes of " } ?? ""
    defer { unlink(download.path) }
    return DatasetError(
      "\(download.url): gave \(download.received) bytes that begin '\(text)', not the \(expected)"
        + "\(file.checksum)")
  }
}
