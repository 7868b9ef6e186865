import Foundation

/// The fields of a Protocol Buffers message, read without a schema.
struct ProtobufReader {
  enum Value: Hashable {
    case integer(Int)
    case bits(UInt64)
    case bytes(Data)
  }

  struct Malformed: Error {}

  private(set) var fields: [(number: Int, value: Value)] = []
  private var rest: Data

  init(_ data: Data) throws {
    rest = data
    while !rest.isEmpty {
      let key = try varint()
      fields.append((key >> 3, try value(ofType: key & 7)))
    }
  }

  func integers(_ number: Int) -> [Int] {
    fields.compactMap { if $0 == number, case .integer(let value) = $1 { value } else { nil } }
  }

  func bytes(_ number: Int) -> [Data] {
    fields.compactMap { if $0 == number, case .bytes(let value) = $1 { value } else { nil } }
  }

  func texts(_ number: Int) -> [String] {
    bytes(number).map { String(decoding: $0, as: UTF8.self) }
  }

  func messages(_ number: Int) throws -> [ProtobufReader] {
    try bytes(number).map { try ProtobufReader($0) }
  }

  func message(_ path: Int...) throws -> ProtobufReader {
    try path.reduce(self) { reader, number in
      guard let first = try reader.messages(number).first else { throw Malformed() }
      return first
    }
  }

  private mutating func value(ofType type: Int) throws -> Value {
    switch type {
    case 0: .integer(try varint())
    case 1: .bits(try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
    case 2: .bytes(try take(try varint()))
    case 5: .bits(try take(4).reversed().reduce(0) { $0 << 8 | UInt64($1) })
    default: throw Malformed()
    }
  }

  private mutating func varint() throws -> Int {
    var result: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw Malformed() }
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(truncatingIfNeeded: result) }
    }
    throw Malformed()
  }

  private mutating func take(_ count: Int) throws -> Data {
    guard count >= 0, count <= rest.count else { throw Malformed() }
    defer { rest = rest.dropFirst(count) }
    return Data(rest.prefix(count))
  }
}
