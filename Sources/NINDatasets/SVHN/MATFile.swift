import Foundation

/// A MAT-file of level 5 ("MAT-File Format", The MathWorks, chapter 1): a header of 128 bytes, then
/// one data element per array, plain or packed by zlib.
///
/// Only the part of the format that image sets need is read: little-endian real numbers, but no
/// cells, structures or text.
struct MATFile {
  private let path: String
  private let data: Data

  private static let headerBytes = 128

  /// - Throws: `DatasetError` when the file cannot be read or is not a MAT-file.
  init(contentsOf path: String) throws(DatasetError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      let isThere = FileManager.default.fileExists(atPath: path)
      throw isThere ? .unreadable(path: path) : .missing(path: path)
    }
    guard data.count >= Self.headerBytes, data[126..<128] == Data("IM".utf8),
      data[124..<126] == Data([0, 1])
    else {
      throw .malformed(
        path: path, reason: "not a MAT-file of level 5 in little-endian order")
    }
    self.path = path
    self.data = data
  }

  /// Calls `body` with each array, in the order of the file.
  /// - Throws: `DatasetError` when an array cannot be read; those after it are not looked at.
  func forEachArray(_ body: (MATArray) throws(DatasetError) -> Void) throws(DatasetError) {
    var rest = data.dropFirst(Self.headerBytes)
    while !rest.isEmpty {
      guard let tag = MATTag(PlainStream(rest)), tag.byteCount <= rest.count - 8 else {
        throw .malformed(path: path, reason: "damaged, or the download is incomplete")
      }
      let content = rest.dropFirst(8).prefix(tag.byteCount)
      rest = rest.dropFirst(8 + tag.byteCount)
      if let array = try array(tag, content) { try body(array) }
    }
  }

  /// Nil for an element that is not an array.
  private func array(_ tag: MATTag, _ content: Data) throws(DatasetError) -> MATArray? {
    switch tag.type {
    case .matrix: return try MATArray(PlainStream(content), byteCount: tag.byteCount, path: path)
    case .compressed:
      let stream = try unpacked(content)
      guard let inner = MATTag(stream), inner.type == .matrix else {
        throw .malformed(path: path, reason: "a packed element is damaged")
      }
      // No zlib stream unpacks to more than 1032 times its size (zlib.net/zlib_tech.html).
      guard inner.byteCount / 1032 <= content.count else {
        throw .malformed(
          path: path, reason: "a packed element claims \(inner.byteCount) bytes")
      }
      return try MATArray(stream, byteCount: inner.byteCount, path: path)
    default: return nil
    }
  }

  private func unpacked(_ content: Data) throws(DatasetError) -> any ByteStream {
    #if canImport(CNINZlib)
      return ZlibStream(content)
    #else
      throw .malformed(
        path: path,
        reason: "its arrays are packed, and this build has no zlib: install it (Debian, Ubuntu: "
          + "apt-get install zlib1g-dev) and build again")
    #endif
  }
}

/// The type and the length of a data element, and its content if that is so short that it fits into
/// the tag.
struct MATTag {
  enum Kind: UInt32 {
    case int8 = 1
    case uint8, int16, uint16, int32, uint32, single
    case double = 9
    case int64 = 12
    case uint64, matrix, compressed
  }

  /// Nil for a type that is not read.
  let type: Kind?
  let byteCount: Int
  /// The content of a small element, four bytes at most.
  let small: [UInt8]?

  /// Nil when the stream ends too soon.
  init?(_ stream: some ByteStream) {
    guard let bytes = stream.read(8) else { return nil }
    let (first, second) = (Self.number(bytes[0..<4]), Self.number(bytes[4..<8]))
    let smallCount = Int(first >> 16)
    guard smallCount <= 4 else { return nil }
    type = Kind(rawValue: first & 0xFFFF)
    byteCount = smallCount > 0 ? smallCount : Int(second)
    small = smallCount > 0 ? Array(bytes[4..<(4 + smallCount)]) : nil
  }

  static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
