import Foundation

#if canImport(CNINZlib)
  import CNINZlib
#endif

/// Bytes that are read once, in order.
protocol ByteStream: AnyObject {
  /// The next `count` bytes; nil when there are fewer, or they are damaged.
  func read(_ count: Int) -> [UInt8]?
  /// Whether everything has been read and the checksum, if there is one, is right.
  var isAtEnd: Bool { get }
}

/// Bytes in memory.
final class PlainStream: ByteStream {
  private var rest: Data

  init(_ data: Data) {
    rest = data
  }

  var isAtEnd: Bool { rest.isEmpty }

  func read(_ count: Int) -> [UInt8]? {
    guard count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}

#if canImport(CNINZlib)
  /// The unpacked bytes of a zlib stream.
  final class ZlibStream: ByteStream {
    private let packed: UnsafeMutableBufferPointer<UInt8>
    private let reader: OpaquePointer?

    init(_ data: Data) {
      packed = .allocate(capacity: data.count)
      _ = data.copyBytes(to: packed)
      reader = nin_zlib_open(packed.baseAddress, packed.count)
    }

    deinit {
      nin_zlib_close(reader)
      packed.deallocate()
    }

    func read(_ count: Int) -> [UInt8]? {
      guard let reader else { return nil }
      var bytes = [UInt8](repeating: 0, count: count)
      return nin_zlib_read(reader, &bytes, count) ? bytes : nil
    }

    var isAtEnd: Bool { reader.map { nin_zlib_ends($0) } ?? false }
  }
#endif
