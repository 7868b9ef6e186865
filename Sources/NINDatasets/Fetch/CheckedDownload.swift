import Foundation

/// Downloads a file. It gets its name only when its checksum is right; until then the name ends in
/// `.part`.
struct CheckedDownload {
  let file: PublishedFile
  /// The URL of a folder, with a slash at the end.
  let server: String
  let folder: String
  let stallSeconds: Int

  private var path: String { "\(folder)/\(file.name)" }

  /// - Returns: false when stopped.
  /// - Throws: `DatasetError` when another file has that name, or the server sends another file.
  func run(
    progress: (Int) -> Void, shouldStop: () -> Bool
  ) throws(DatasetError) -> Bool {
    if FileManager.default.fileExists(atPath: path) {
      guard let isRight = try file.checksum.isThat(of: path, shouldStop) else { return false }
      guard isRight else {
        throw .unexpectedFile(path: path, expected: file.checksum)
      }
      return true
    }
    let part = try PartialFile(path + ".part")
    switch try fill(part, progress, shouldStop) {
    case nil: return false
    case false?: throw refusal(part)
    case true?:
      try part.complete(as: path)
      return true
    }
  }

  /// - Returns: whether it is the right file; nil when stopped.
  private func fill(
    _ part: PartialFile, _ progress: (Int) -> Void, _ shouldStop: () -> Bool
  ) throws(DatasetError) -> Bool? {
    func isRight() throws(DatasetError) -> Bool? {
      try file.checksum.isThat(of: part.path, shouldStop)
    }
    let download = Download(
      url: server + file.name, part: part, mostBytes: file.mostBytes, stallSeconds: stallSeconds)
    let isBegun = part.bytes > 0
    if isBegun, try isRight() == true { return true }
    guard try download.run(progress: progress, shouldStop: shouldStop) else { return nil }
    guard isBegun, try isRight() == false else { return try isRight() }
    // The beginning, from an earlier attempt, may be damaged or belong to another file.
    part.clear()
    guard try download.run(progress: progress, shouldStop: shouldStop) else { return nil }
    return try isRight()
  }

  /// Describes what the server sent instead, and removes it.
  private func refusal(_ part: PartialFile) -> DatasetError {
    let start = FileHandle(forReadingAtPath: part.path)?.readData(ofLength: 32) ?? Data()
    let text = String(
      decoding: start.map { (32..<127).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    let expected = file.bytes.map { "\($0) bytes of " } ?? ""
    defer { part.clear() }
    return .unexpectedDownload(
      url: server + file.name,
      reason: "gave \(part.bytes) bytes that begin '\(text)', not the \(expected)\(file.checksum)")
  }
}
