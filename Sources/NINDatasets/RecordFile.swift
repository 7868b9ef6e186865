import Foundation

/// A file of records of one length, which are read when they are needed. The system keeps in memory
/// what is used often, as long as nothing else needs the memory. Safe to share between threads.
final class RecordFile: Sendable {
  let path: String
  let count: Int
  private let recordBytes: Int
  private let file: Int32

  /// - Throws: `DatasetError` when the file cannot be read or does not hold `count` records.
  init(_ path: String, count: Int, recordBytes: Int) throws(DatasetError) {
    self.path = path
    self.count = count
    self.recordBytes = recordBytes
    file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw errno == ENOENT ? .missing(path: path) : .unreadable(path: path)
    }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path)
    }
    guard Int(status.st_size) == count * recordBytes else {
      throw .malformed(
        path: path,
        reason: "\(status.st_size) bytes, but \(count * recordBytes) expected: "
          + "the download is incomplete or not the binary version")
    }
  }

  deinit { if file >= 0 { close(file) } }

  /// Reads as many records as `buffer` holds, beginning with record `first`.
  /// - Throws: `DatasetError` when the file has become shorter.
  func read(_ first: Int, into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) {
    var done = 0
    while done < buffer.count {
      let bytes = pread(
        file, buffer.baseAddress.map { $0 + done }, buffer.count - done,
        off_t(first * recordBytes + done))
      if bytes < 0 && errno == EINTR { continue }
      guard bytes > 0 else { throw .unreadable(path: path) }
      done += bytes
    }
  }

  /// The byte at `offset` of every record.
  func bytes(at offset: Int) throws(DatasetError) -> [UInt8] {
    let block = 1000
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: block * recordBytes, alignment: 1)
    defer { buffer.deallocate() }
    for first in stride(from: 0, to: count, by: block) {
      let records = min(block, count - first)
      try read(
        first, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<(records * recordBytes)]))
      bytes += (0..<records).map { buffer[$0 * recordBytes + offset] }
    }
    return bytes
  }
}
