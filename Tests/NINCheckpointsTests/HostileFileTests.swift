import Foundation
import NINCheckpoints
import Testing

/// A wrong header and the number of bytes after it.
struct HostileFile: Sendable, CustomTestStringConvertible {
  let header: String
  let body: Int
  let says: String

  init(_ header: String, body: Int = 4, says: String) {
    (self.header, self.body, self.says) = (header, body, says)
  }

  /// One tensor `w` with this description.
  init(w: String, body: Int = 4, says: String) {
    self.init("{\"w\":{\(w)}}", body: body, says: says)
  }

  /// One F32 tensor `w` of this shape and place.
  init(shape: String, offsets: String, body: Int = 4, says: String) {
    self.init(
      w: "\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":\(offsets)", body: body, says: says)
  }

  var testDescription: String { "\(header.prefix(60)) + \(body) bytes" }
}

@Suite struct HostileFileTests {
  private static let sound = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}"
  private static let next = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}"

  private static let syntax = [
    HostileFile("", says: "no object"), HostileFile(" {}", body: 0, says: "no object"),
    HostileFile("[]", says: "no object"), HostileFile("7", says: "no object"),
    HostileFile("{", says: "expected"), HostileFile("{\"w\"", says: "':' expected"),
    HostileFile("{\"w\":", says: "whole number"), HostileFile("{\"w\":1", says: "'}' expected"),
    HostileFile("{\"w", says: "without end"), HostileFile("{\"w\\", says: "without end"),
    HostileFile("{}x", body: 0, says: "text after"), HostileFile("{},", says: "text after"),
    HostileFile("{}\u{0}", body: 0, says: "text after"),
    HostileFile("{\"w\":\(sound),}", says: "expected"), HostileFile("{w:1}", says: "expected"),
    HostileFile("{\"w\":\(sound) \"v\":\(next)}", says: "expected"),
    HostileFile("{\"\\u12\":1}", says: "hexadecimal"),
    HostileFile("{\"\\u-001\":1}", says: "hexadecimal"),
    HostileFile("{\"\\ud800\":1}", says: "expected"),
    HostileFile("{\"\\ud800\\u0041\":1}", says: "surrogate"),
    HostileFile("{\"\\udc00\":1}", says: "surrogate"),
    HostileFile("{\"\\x\":1}", says: "unknown escape"), HostileFile("{\"\n\":1}", says: "control"),
    HostileFile(String(repeating: "{\"a\":", count: 5000), says: "too deep"),
    HostileFile("{\"a\":" + String(repeating: "[", count: 5000), says: "too deep"),
  ]

  private static let structure = [
    HostileFile("{\"w\":\(sound),\"w\":\(next)}", body: 8, says: "appears twice"),
    HostileFile("{\"w\":\(sound),\"\\u0077\":\(next)}", body: 8, says: "appears twice"),
    HostileFile(w: "\"dtype\":\"F32\",\"dtype\":\"F32\"", says: "appears twice"),
    HostileFile("{\"__metadata__\":7,\"w\":\(sound)}", says: "metadata is no object"),
    HostileFile("{\"__metadata__\":{\"a\":1}}", body: 0, says: "metadata 'a' is no string"),
    HostileFile("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", body: 0, says: "appears twice"),
    HostileFile("{\"w\":[]}", says: "no object"), HostileFile("{\"w\":true}", says: "whole number"),
    HostileFile("{\"w\":null}", says: "whole number"), HostileFile(w: "", says: "lacks"),
    HostileFile(w: "\"dtype\":\"F32\",\"shape\":[1]", says: "lacks"),
    HostileFile(w: "\"dtype\":\"F32\",\"data_offsets\":[0,4]", says: "lacks"),
    HostileFile(w: "\"shape\":[1],\"data_offsets\":[0,4]", says: "lacks"),
    HostileFile(w: "\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]", says: "lacks"),
    HostileFile(w: "\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]", says: "what is read"),
    HostileFile(w: "\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,4]", says: "4 bytes"),
    HostileFile(w: "\"dtype\":\"f32\",\"shape\":[1],\"data_offsets\":[0,4]", says: "what is read"),
    HostileFile(
      w: "\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1", says: "lacks"),
    HostileFile(shape: "[\"1\"]", offsets: "[0,4]", says: "lacks"),
    HostileFile(shape: "1", offsets: "[0,4]", says: "lacks"),
    HostileFile(shape: "[1]", offsets: "[0]", says: "lacks"),
    HostileFile(shape: "[1]", offsets: "[0,4,8]", says: "lacks"),
  ]

  private static let numbers = [
    HostileFile(shape: "[-1]", offsets: "[0,4]", says: "whole number"),
    HostileFile(shape: "[1.0]", offsets: "[0,4]", says: "expected"),
    HostileFile(shape: "[1e0]", offsets: "[0,4]", says: "expected"),
    HostileFile(shape: "[01]", offsets: "[0,4]", says: "whole number"),
    HostileFile(shape: "[18446744073709551617]", offsets: "[0,4]", says: "whole number"),
    HostileFile(shape: "[9223372036854775807]", offsets: "[0,4]", says: "impossible shape"),
    HostileFile(shape: "[4294967296,4294967296]", offsets: "[0,4]", says: "impossible shape"),
    // The product wraps to 4 bytes in 64 bits.
    HostileFile(
      shape: "[4611686018427387904,4,1]", offsets: "[0,4]", says: "impossible shape"),
    HostileFile(shape: "[2]", offsets: "[0,4]", says: "4 bytes for [2]"),
    HostileFile(shape: "[0]", offsets: "[0,4]", says: "4 bytes for [0]"),
    HostileFile(shape: "[]", offsets: "[0,8]", body: 8, says: "8 bytes for []"),
  ]

  private static let places = [
    HostileFile("{}", body: 1, says: "1 bytes belong to no tensor"),
    HostileFile(shape: "[1]", offsets: "[0,4]", body: 5, says: "1 bytes belong to no tensor"),
    HostileFile(shape: "[1]", offsets: "[0,4]", body: 3, says: "of 3"),
    HostileFile(shape: "[1]", offsets: "[0,4]", body: 0, says: "of 0"),
    HostileFile(shape: "[1]", offsets: "[4,8]", body: 8, says: "lies at 4"),
    HostileFile(shape: "[1]", offsets: "[4,0]", says: "lies at 4"),
    HostileFile(shape: "[1]", offsets: "[0,9223372036854775807]", says: "lies at 0"),
    HostileFile(
      shape: "[1]", offsets: "[9223372036854775803,9223372036854775807]", says: "lies at"),
    HostileFile("{\"w\":\(sound),\"v\":\(sound)}", says: "lies at 0..<4"),
    HostileFile("{\"w\":\(sound),\"v\":\(sound)}", body: 8, says: "lies at 0..<4"),
    HostileFile(
      "{\"w\":\(sound),\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}", body: 12,
      says: "'v' lies at 8"),
    HostileFile(
      "{\"w\":\(sound),\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", body: 8,
      says: "'v' lies at 2"),
  ]

  @Test(arguments: syntax + structure + numbers + places)
  func isRefused(_ hostile: HostileFile) throws {
    try expectRefusal(of: file(Array(hostile.header.utf8), body: hostile.body), hostile.says)
  }

  @Test(
    arguments: [
      ([], "only 0 bytes"), ([2, 0, 0], "only 3 bytes"),
      ([UInt8](repeating: 255, count: 8), "header of"),
      ([0, 0, 0, 0, 0, 0, 0, 128, 123, 125], "header of"),
      ([3, 0, 0, 0, 0, 0, 0, 0, 123, 125], "of 3"),
      ([1, 72, 232, 1, 0, 0, 0, 0, 123, 125], "header of 32000001"),
      ([2, 0, 0, 0, 0, 0, 0, 0, 0xC3, 0x28], "not UTF-8"),
      ([2, 0, 0, 0, 0, 0, 0, 0, 123, 0xFF], "not UTF-8"),
      ([0, 0, 0, 0, 0, 0, 0, 0], "no object"),
    ] as [([UInt8], String)])
  func lengthAndEncodingAreNotBelieved(_ bytes: [UInt8], _ says: String) throws {
    try expectRefusal(of: Data(bytes), says)
  }

  /// A correct file with one byte changed or its end cut off loads or gives an error, and never
  /// traps.
  @Test(.timeLimit(.minutes(1)))
  func damagedFilesNeverTrap() throws {
    let folder = try TemporaryFolder()
    let sound = SafetensorsFile(
      metadata: ["format": "pt"],
      tensors: [
        .init(name: "w", shape: [2, 1], values: [1, 2]), .init(name: "v", shape: [], values: [3]),
      ]
    ).encoded()
    var refused = 0
    for position in 0..<(sound.count - 12) {
      for byte in [0x00, 0x22, 0x2C, 0x30, 0x39, 0x5D, 0x7B, 0x7D, 0xFF] as [UInt8] {
        var damaged = sound
        damaged[position] = byte
        refused += try load(damaged, folder) == nil ? 1 : 0
      }
      #expect(try load(sound.prefix(position), folder) == nil)
    }
    #expect(refused > sound.count)
    #expect(try load(sound, folder)?.tensors.count == 2)
  }

  /// Each value takes some hundred bytes of memory, so their number is limited: a file of 1 MB must
  /// not take a gigabyte.
  @Test func moreValuesThanAnyFileHasAreRefused() throws {
    let zeros = Array("{\"w\":[\(String(repeating: "0,", count: 500_000))0]}".utf8)
    try expectRefusal(of: file(zeros, body: 0), "more than 500000 values")
  }

  @Test func whatIsNoFileIsRefused() throws {
    let folder = try TemporaryFolder()
    for (path, says) in [
      (folder.path, "is a folder"), (folder.file("missing"), "no such file"),
      (folder.file("missing/deeper"), "no such file"), ("/dev/zero", "no regular file"),
      (folder.file(String(repeating: "n", count: 300)), "name too long"),
    ] {
      let error = #expect(throws: CheckpointError.self) { try SafetensorsFile(contentsOf: path) }
      #expect(error?.description.contains(says) == true)
      #expect(error?.description.hasPrefix(path) == true)
    }
  }

  private func file(_ header: [UInt8], body: Int) -> Data {
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
    return Data(length + header + [UInt8](repeating: 0, count: body))
  }

  private func load(_ bytes: Data, _ folder: TemporaryFolder) throws -> SafetensorsFile? {
    let path = folder.file("damaged")
    try bytes.write(to: URL(fileURLWithPath: path))
    return try? SafetensorsFile(contentsOf: path)
  }

  private func expectRefusal(of bytes: Data, _ says: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("hostile")
    try bytes.write(to: URL(fileURLWithPath: path))
    let error = try #require(throws: CheckpointError.self) {
      try SafetensorsFile(contentsOf: path)
    }
    #expect(error.path == path)
    #expect(error.description.contains(says), "\(error)")
    #expect(!error.description.contains("\n"))
  }
}
