/// The part of JSON (RFC 8259) that a safetensors header uses: objects, arrays, strings, whole
/// numbers. Foundation's parser hides duplicate keys, which the format forbids; this one reports
/// them.
struct JSONParser {
  indirect enum Value {
    case object([(String, Value)])
    case array([Value])
    case string(String)
    case integer(Int)

    /// The numbers of an array of numbers.
    var integers: [Int]? {
      guard case .array(let values) = self else { return nil }
      var result: [Int] = []
      for value in values {
        guard case .integer(let number) = value else { return nil }
        result.append(number)
      }
      return result
    }
  }

  /// Enough for 40,000 tensors, far more than real files have. Each value takes some hundred bytes.
  static let mostValues = 500_000

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var values = 0

  /// - Parameter bytes: UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// One value, then nothing but white space.
  mutating func parseDocument() throws(SafetensorsFile.FormatError) -> Value {
    let value = try parseValue()
    skipSpace()
    guard position == bytes.count else { throw failure("text after the header") }
    return value
  }

  private mutating func parseValue() throws(SafetensorsFile.FormatError) -> Value {
    skipSpace()
    depth += 1
    defer { depth -= 1 }
    guard depth < 8 else { throw failure("too deep") }
    values += 1
    guard values <= Self.mostValues else { throw failure("more than \(Self.mostValues) values") }
    switch peek {
    case UInt8(ascii: "{"): return .object(try parseObject())
    case UInt8(ascii: "["): return .array(try parseArray())
    case UInt8(ascii: "\""): return .string(try parseString())
    default: return .integer(try parseInteger())
    }
  }

  private mutating func parseObject() throws(SafetensorsFile.FormatError) -> [(String, Value)] {
    var members: [(String, Value)] = []
    var names: Set<String> = []
    try expect("{")
    if try accept("}") { return members }
    repeat {
      skipSpace()
      let name = try parseString()
      guard names.insert(name).inserted else { throw failure("'\(name)' appears twice") }
      try expect(":")
      members.append((name, try parseValue()))
    } while try accept(",")
    try expect("}")
    return members
  }

  private mutating func parseArray() throws(SafetensorsFile.FormatError) -> [Value] {
    var values: [Value] = []
    try expect("[")
    if try accept("]") { return values }
    repeat { values.append(try parseValue()) } while try accept(",")
    try expect("]")
    return values
  }

  private mutating func parseInteger() throws(SafetensorsFile.FormatError) -> Int {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    let digits = bytes[start..<position]
    guard let number = Int(String(decoding: digits, as: UTF8.self)),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { throw failure("a whole number expected") }
    return number
  }

  private mutating func parseString() throws(SafetensorsFile.FormatError) -> String {
    var result: [UInt8] = []
    try expect("\"")
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"): result += try parseEscape()
      case 0..<0x20: throw failure("a control character in a string")
      default: result.append(byte)
      }
    }
    throw failure("a string without end")
  }

  private mutating func parseEscape() throws(SafetensorsFile.FormatError) -> [UInt8] {
    let escapes: [Character: Character] = [
      "\"": "\"", "\\": "\\", "/": "/", "n": "\n", "t": "\t", "r": "\r", "b": "\u{8}",
      "f": "\u{c}",
    ]
    guard let byte = peek else { throw failure("a string without end") }
    position += 1
    let letter = Character(UnicodeScalar(byte))
    if let plain = escapes[letter] { return Array(String(plain).utf8) }
    guard letter == "u" else { throw failure("an unknown escape") }
    var unit = try parseHex()
    if (0xD800..<0xDC00).contains(unit) {
      try expect("\\")
      try expect("u")
      let low = try parseHex()
      guard (0xDC00..<0xE000).contains(low) else { throw failure("half a surrogate pair") }
      unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = UnicodeScalar(unit) else { throw failure("half a surrogate pair") }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func parseHex() throws(SafetensorsFile.FormatError) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits expected") }
    position += 4
    return unit
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func accept(_ mark: Character) throws(SafetensorsFile.FormatError) -> Bool {
    skipSpace()
    guard peek == mark.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ mark: Character) throws(SafetensorsFile.FormatError) {
    guard try accept(mark) else { throw failure("'\(mark)' expected") }
  }

  private func failure(_ reason: String) -> SafetensorsFile.FormatError {
    .init(reason: "header, byte \(position): \(reason)")
  }
}
