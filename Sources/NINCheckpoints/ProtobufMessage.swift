import Foundation

/// A Protocol Buffers message as its bytes (protobuf.dev, "Encoding"): fields in the order they are
/// added, repeated ones a key each.
package struct ProtobufMessage {
  package private(set) var data = Data()

  package init() {}

  /// An integer, enumeration or Boolean; a negative one is ten bytes long, as `int64` wants it.
  package mutating func add(_ field: Int, _ value: Int) {
    addVarint(field << 3)
    addVarint(value)
  }

  package mutating func add(_ field: Int, _ value: Float) {
    addVarint(field << 3 | 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
  }

  package mutating func add(_ field: Int, _ value: Double) {
    addVarint(field << 3 | 1)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
  }

  package mutating func add(_ field: Int, _ bytes: Data) {
    addVarint(field << 3 | 2)
    addVarint(bytes.count)
    data.append(bytes)
  }

  package mutating func add(_ field: Int, _ text: String) {
    add(field, Data(text.utf8))
  }

  package mutating func add(_ field: Int, _ message: ProtobufMessage) {
    add(field, message.data)
  }

  private mutating func addVarint(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    while rest >= 0x80 {
      data.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }
}
