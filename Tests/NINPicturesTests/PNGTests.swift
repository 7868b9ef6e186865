import Foundation
import Testing

@testable import NINPictures

@Suite struct PNGTests {
  @Test func sumsAreTheStandards() {
    #expect(Picture.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(Picture.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
  }

  /// The chunks by type. Checks the checksum of each.
  private func chunks(_ data: Data) -> [(type: String, content: [UInt8])] {
    var rest = Array(data)[8...]
    var chunks: [(String, [UInt8])] = []
    while rest.count >= 12 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let body = Array(rest.dropFirst(4).prefix(4 + length))
      let sum = rest.dropFirst(8 + length).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      #expect(sum == Picture.crc32(body))
      chunks.append((String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4))))
      rest = rest.dropFirst(12 + length)
    }
    #expect(rest.isEmpty)
    return chunks
  }

  /// The contents of stored blocks.
  private func inflated(_ stream: [UInt8]) -> [UInt8] {
    var (rest, bytes): (ArraySlice<UInt8>, [UInt8]) = (stream.dropFirst(2), [])
    while rest.count > 4 {
      let block = Array(rest.prefix(5))
      let length = Int(block[1]) | Int(block[2]) << 8
      #expect(length ^ 0xFFFF == Int(block[3]) | Int(block[4]) << 8)
      bytes += rest.dropFirst(5).prefix(length)
      rest = rest.dropFirst(5 + length)
      #expect((block[0] == 1) == (rest.count == 4))
    }
    #expect(rest.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } == Picture.adler32(bytes))
    return bytes
  }

  // The last is longer than the longest block.
  @Test(arguments: [(1, 1, 1), (3, 2, 3), (5, 7, 1), (300, 100, 3)])
  func everyPixelIsInTheFile(_ width: Int, _ height: Int, _ channels: Int) throws {
    let pixels = (0..<(width * height * channels)).map {
      UInt8(truncatingIfNeeded: $0 * 7 + $0 / 256)
    }
    let picture = Picture(width: width, height: height, channels: channels, pixels: pixels)
    let chunks = chunks(picture.pngData())
    #expect(chunks.map(\.type) == ["IHDR", "IDAT", "IEND"])
    let header = chunks[0].content
    #expect(Int(header[2]) << 8 | Int(header[3]) == width)
    #expect(Int(header[6]) << 8 | Int(header[7]) == height)
    #expect(header[8...] == [8, channels == 1 ? 0 : 2, 0, 0, 0])
    let rows = inflated(chunks[1].content)
    let row = width * channels
    for y in 0..<height {
      #expect(rows[y * (row + 1)] == 0)
      #expect(
        rows[(y * (row + 1) + 1)..<((y + 1) * (row + 1))] == pixels[(y * row)..<((y + 1) * row)])
    }
  }
}
