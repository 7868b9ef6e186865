import Foundation

/// An array of bytes in the IDX format of MNIST (http://yann.lecun.com/exdb/mnist): two zeros, the
/// type, the number of dimensions, each dimension as a big-endian 32-bit number, then the bytes.
struct IDXFile {
  let dimensions: [Int]
  let bytes: Data

  /// More than any file of these sets holds.
  private static let limit = 256 << 20

  /// Reads the file, with `gzip` if its name ends in `.gz`.
  /// - Throws: `DatasetError` when it is not an array of bytes with `count` dimensions.
  init(contentsOf path: String, dimensions count: Int) throws(DatasetError) {
    let data = try path.hasSuffix(".gz") ? Self.unpacked(path) : Self.plain(path)
    guard data.count >= 4 + 4 * count, data.prefix(4) == Data([0, 0, 8, UInt8(count)]) else {
      throw .malformed(path: path, reason: "not an IDX file of bytes with \(count) dimensions")
    }
    let sizes = (1...count).map { Self.number(data, at: 4 * $0) }
    var total = 1
    for size in sizes {
      let (product, overflows) = total.multipliedReportingOverflow(by: size)
      total = overflows ? .max : product
    }
    guard total == data.count - 4 - 4 * count else {
      throw .malformed(
        path: path,
        reason: "\(data.count - 4 - 4 * count) bytes after a header that says "
          + sizes.map(String.init).joined(separator: " x ") + ": incomplete or damaged")
    }
    dimensions = sizes
    bytes = data.dropFirst(4 + 4 * count)
  }

  private static func number(_ data: Data, at offset: Int) -> Int {
    data[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func plain(_ path: String) throws(DatasetError) -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path)
    }
    return data
  }

  private static func unpacked(_ path: String) throws(DatasetError) -> Data {
    let gzip: SystemProgram.Result
    do {
      gzip = try SystemProgram("gzip").run(["-dc", "--", path], limit: limit)
    } catch {
      throw .malformed(path: path, reason: "cannot be unpacked: \(error)")
    }
    guard gzip.code == 0 else {
      throw .malformed(path: path, reason: "cannot be unpacked: \(gzip.complaint)")
    }
    return gzip.output
  }
}
