import Foundation

/// The bytes of a Protocol Buffers message (protobuf.dev, "Encoding"). Fields stand in the order in
/// which they are added; each value of a repeated field has its own key.
package struct ProtobufMessage {
  package private(set) var data = Data()

  package init() {}

  /// Adds an integer, enumeration or Boolean. A negative number takes ten bytes, as for `int64`.
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
