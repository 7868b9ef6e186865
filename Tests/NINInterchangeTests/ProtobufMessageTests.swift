import Foundation
import NINCheckpoints
import Testing

@Suite struct ProtobufMessageTests {
  /// The examples of protobuf.dev, "Encoding".
  @Test func publishedExamples() {
    var number = ProtobufMessage()
    number.add(1, 150)
    #expect(Array(number.data) == [0x08, 0x96, 0x01])
    var text = ProtobufMessage()
    text.add(2, "testing")
    #expect(Array(text.data) == [0x12, 0x07] + Array("testing".utf8))
    var nested = ProtobufMessage()
    nested.add(3, number)
    #expect(Array(nested.data) == [0x1A, 0x03, 0x08, 0x96, 0x01])
    var negative = ProtobufMessage()
    negative.add(1, -2)
    #expect(Array(negative.data) == [0x08, 0xFE] + Array(repeating: 0xFF, count: 8) + [0x01])
  }

  @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, .max, .min, -1])
  func integersReadBack(_ value: Int) throws {
    var message = ProtobufMessage()
    message.add(1, value)
    message.add(200, value)
    let reader = try ProtobufReader(message.data)
    #expect(reader.integers(1) == [value])
    #expect(reader.integers(200) == [value])
  }

  @Test func floatsAreLittleEndian() throws {
    var message = ProtobufMessage()
    message.add(1, Float(1.5))
    message.add(2, 2.5)
    let reader = try ProtobufReader(message.data)
    #expect(reader.fields.map(\.number) == [1, 2])
    #expect(
      reader.fields.map(\.value) == [
        .bits(UInt64(Float(1.5).bitPattern)), .bits(2.5.bitPattern),
      ])
  }
}
