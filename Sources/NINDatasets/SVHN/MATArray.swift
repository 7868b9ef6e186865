/// An array of real numbers in a MAT-file. Its header has been read, its numbers have not.
final class MATArray {
  let name: String
  let dimensions: [Int]
  /// The type in which the numbers are stored; it may be smaller than the type of the array.
  let type: MATTag.Kind
  /// The number of numbers.
  let count: Int

  private let stream: any ByteStream
  /// The numbers if they are so few that their tag holds them.
  private let small: PlainStream?
  private let padding: Int
  private let path: String

  /// - Parameter byteCount: the size of the whole array, as its tag says.
  /// - Throws: `DatasetError` when it is damaged or not an array of real numbers.
  init(_ stream: any ByteStream, byteCount: Int, path: String) throws(DatasetError) {
    let damaged = DatasetError.malformed(
      path: path, reason: "an array is damaged, or the download is incomplete")
    var left = byteCount
    func part(_ type: MATTag.Kind, _ most: Int) throws(DatasetError) -> [UInt8] {
      guard let bytes = Self.element(of: type, atMost: min(most, left), stream, &left) else {
        throw damaged
      }
      return bytes
    }
    let flags = try part(.uint32, 8)
    // Classes 6 to 15 are numbers; bit 3 of the flags says complex.
    guard flags.count == 8, (6...15).contains(flags[0]), flags[1] & 8 == 0 else {
      throw .malformed(path: path, reason: "holds an array that is not of real numbers")
    }
    let sizes = try part(.int32, 4 * 32)
    name = String(decoding: try part(.int8, 64), as: UTF8.self)
    dimensions = stride(from: 0, to: sizes.count - 3, by: 4).map {
      Int(Int32(bitPattern: MATTag.number(sizes[$0..<($0 + 4)])))
    }
    guard let tag = MATTag(stream), let type = tag.type, let width = type.width,
      let count = Self.product(dimensions), count <= left / width,
      tag.byteCount == count * width
    else { throw damaged }
    self.type = type
    self.count = count
    self.path = path
    self.stream = stream
    small = tag.small.map { PlainStream(.init($0)) }
    padding = small == nil ? -tag.byteCount & 7 : 0
  }

  /// The next `byteCount` bytes of the numbers.
  /// - Throws: `DatasetError` when they are damaged.
  func read(_ byteCount: Int) throws(DatasetError) -> [UInt8] {
    guard let bytes = (small ?? stream).read(byteCount) else { throw damaged }
    return bytes
  }

  /// Checks the end of the array. To be called when all numbers have been read.
  /// - Throws: `DatasetError` when there are more numbers, or the checksum is wrong.
  func close() throws(DatasetError) {
    guard stream.read(padding) != nil, stream.isAtEnd else { throw damaged }
  }

  private var damaged: DatasetError {
    .malformed(path: path, reason: "'\(name)' is damaged, or the download is incomplete")
  }

  /// All numbers as integers.
  /// - Throws: `DatasetError` when a number is not an integer of 32 bits, or the array is damaged.
  func integers() throws(DatasetError) -> [Int32] {
    let width = type.width ?? 1
    var numbers: [Int32] = []
    for _ in 0..<count {
      guard let number = Int32(exactly: type.value(try read(width)[...])) else {
        throw .malformed(path: path, reason: "'\(name)' holds a number that is not whole")
      }
      numbers.append(number)
    }
    try close()
    return numbers
  }

  /// Reads an element of `type` and the padding after it, up to a multiple of 8 bytes.
  private static func element(
    of type: MATTag.Kind, atMost most: Int, _ stream: any ByteStream, _ left: inout Int
  ) -> [UInt8]? {
    guard let tag = MATTag(stream), tag.type == type else { return nil }
    left -= 8
    if let small = tag.small { return small }
    let padded = (tag.byteCount + 7) & ~7
    guard tag.byteCount <= most, padded <= left, let bytes = stream.read(padded) else { return nil }
    left -= padded
    return Array(bytes.prefix(tag.byteCount))
  }

  /// Nil when it overflows or a dimension is negative.
  private static func product(_ dimensions: [Int]) -> Int? {
    var product = 1
    for dimension in dimensions {
      let (next, overflows) = product.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflows else { return nil }
      product = next
    }
    return product
  }
}

extension MATTag.Kind {
  /// Bytes of one number; nil for types without numbers.
  var width: Int? {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .single: 4
    case .double, .int64, .uint64: 8
    case .matrix, .compressed: nil
    }
  }

  /// The number in `bytes`, of which there are `width`.
  func value(_ bytes: ArraySlice<UInt8>) -> Double {
    let bits = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return switch self {
    case .int8: Double(Int8(truncatingIfNeeded: bits))
    case .int16: Double(Int16(truncatingIfNeeded: bits))
    case .int32: Double(Int32(truncatingIfNeeded: bits))
    case .int64: Double(Int64(bitPattern: bits))
    case .single: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .double: Double(bitPattern: bits)
    case .uint8, .uint16, .uint32, .uint64, .matrix, .compressed: Double(bits)
    }
  }
}
