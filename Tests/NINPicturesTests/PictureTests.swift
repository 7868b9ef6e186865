import Foundation
import NINPictures
import Testing

/// Decoding, compared with Pillow, whose results are beside the pictures
/// (`Fixtures/make_pictures.py`).
@Suite struct DecodingTests {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures").path

  static let names: [String] = {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: fixtures)) ?? []
    return all.filter { !$0.hasSuffix(".expected.ppm") && !$0.hasSuffix(".py") }.sorted()
  }()

  /// The formats of the fixtures, by the extensions of their names.
  static let formats: [String: PictureFormat] = [
    "jpg": .jpeg, "png": .png, "webp": .webp, "heic": .heic, "avif": .avif, "bmp": .bmp,
    "ppm": .pnm, "pgm": .pnm,
  ]

  static func format(_ name: String) throws -> PictureFormat {
    try #require(formats[(name as NSString).pathExtension])
  }

  @Test func thereAreFixtures() { #expect(Self.names.count == 47) }

  @Test(arguments: names)
  func equalsPillow(_ name: String) throws {
    let path = "\(Self.fixtures)/\(name)"
    guard try Self.format(name).isSupported else {
      let error = #expect(throws: PictureError.self) { try Picture(contentsOf: path) }
      #expect(error?.description.contains("install") == true)
      return
    }
    let picture = try Picture(contentsOf: path)
    let expected = try Picture(contentsOf: "\(path).expected.ppm")
    #expect(picture.converted(channels: 3) == expected)
    let size = try Picture.size(ofFile: path)
    #expect(size.width == expected.width && size.height == expected.height)
  }

  /// The content decides about the format, not the name.
  @Test(arguments: names)
  func theContentTellsTheFormat(_ name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(name)"))
    #expect(FileKind(of: data) == .picture(try Self.format(name)))
  }

  @Test(arguments: names)
  func aFileCutShortIsRefused(_ name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(name)"))
    for share in [0.02, 0.3, 0.9] {
      let cut = data.prefix(Int(Double(data.count) * share))
      #expect(throws: PictureError.self) { try Picture(decoding: Data(cut), name: name) }
    }
  }

  /// Reading any file gives a picture or an error.
  @Test(arguments: names)
  func damageIsSurvived(_ name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(name)"))
    for step in 0..<200 {
      var damaged = data
      let place = data.startIndex + (step * 7919) % data.count
      damaged[place] = UInt8(truncatingIfNeeded: step &* 31 &+ 7)
      _ = try? Picture(decoding: damaged, name: name)
    }
  }
}

@Suite struct OrientationTests {
  private static let stored = Picture(
    width: 3, height: 2, channels: 1, pixels: [1, 2, 3, 4, 5, 6])

  /// The result of Pillow's `ImageOps.exif_transpose` for the rows 1 2 3 and 4 5 6.
  private static let upright: [(Orientation, width: Int, pixels: [UInt8])] = [
    (.upright, 3, [1, 2, 3, 4, 5, 6]), (.mirrored, 3, [3, 2, 1, 6, 5, 4]),
    (.halfTurn, 3, [6, 5, 4, 3, 2, 1]), (.mirroredHalfTurn, 3, [4, 5, 6, 1, 2, 3]),
    (.transposed, 2, [1, 4, 2, 5, 3, 6]), (.quarterTurn, 2, [4, 1, 5, 2, 6, 3]),
    (.transversed, 2, [6, 3, 5, 2, 4, 1]), (.threeQuarterTurn, 2, [3, 6, 2, 5, 1, 4]),
  ]

  @Test(arguments: upright)
  func allEightTagsStandUpright(
    _ orientation: Orientation, _ width: Int, _ pixels: [UInt8]
  ) {
    let turned = Self.stored.oriented(orientation)
    #expect(turned.width == width && turned.height == 6 / width && turned.pixels == pixels)
  }

  @Test func coloursStayTogether() {
    let colours = Picture(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 4, 5, 6])
    #expect(colours.oriented(.halfTurn).pixels == [4, 5, 6, 1, 2, 3])
  }
}

@Suite struct FileKindTests {
  @Test(arguments: [
    ("GIF89a", FileKind.OtherFormat.gif), ("II*\0", .tiff), ("MM\0*", .tiff),
    ("II*\0\u{10}\0\0\0CR\u{2}\0", .cameraRaw), ("8BPS", .photoshop), ("P4\n8 1\n", .bitmap),
    ("\0\0\0\u{c}jP  ", .jpeg2000), ("\0\0\0\u{14}ftypqt  \0\0\0\0qt  ", .video),
    ("\0\0\0\u{14}ftypcrx \0\0\0\u{1}crx ", .cameraRaw), ("RIFF....AVI ", .video),
  ])
  func otherFormatsAreNamed(_ start: String, _ format: FileKind.OtherFormat) {
    #expect(FileKind(of: Data(start.utf8)) == .other(format))
    let error = #expect(throws: PictureError.self) {
      try Picture(decoding: Data(start.utf8), name: "x")
    }
    #expect(error?.description.contains(format.rawValue) == true)
  }

  @Test(arguments: ["", "BM", "P5", "ftyp", "Hello, reader", "\0\0\0\u{8}fty", "RIFF"])
  func whatIsNoneOfTheseIsNothing(_ start: String) {
    #expect(FileKind(of: Data(start.utf8)) == nil)
  }

  /// Phones write a general brand first and the specific one after it.
  @Test func compatibleBrandsCount() {
    let heic = "\0\0\0\u{18}ftypmif1\0\0\0\0mif1heic"
    let avif = "\0\0\0\u{18}ftypmif1\0\0\0\0mif1avif"
    #expect(FileKind(of: Data(heic.utf8)) == .picture(.heic))
    #expect(FileKind(of: Data(avif.utf8)) == .picture(.avif))
  }
}

@Suite struct BitmapTests {
  /// A file of 2x2 pixels with these fields in its header.
  private func bitmap(bits: UInt16, height: Int32 = 2, compression: UInt32 = 0) -> Data {
    var data = Data("BM".utf8)
    func add(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
    for value: UInt32 in [0, 0, 54, 40, 2] { add(value) }
    add(height)
    add(UInt16(1))
    add(bits)
    for value: UInt32 in [compression, 0, 0, 0, 0, 0] { add(value) }
    return data + Data((0..<16).map { UInt8($0) })
  }

  @Test func rowsMayStandFromTheTopDown() throws {
    let up = try Picture(decoding: bitmap(bits: 24), name: "up")
    let down = try Picture(decoding: bitmap(bits: 24, height: -2), name: "down")
    #expect(up.pixels == [10, 9, 8, 13, 12, 11, 2, 1, 0, 5, 4, 3])
    #expect(down.pixels == [2, 1, 0, 5, 4, 3, 10, 9, 8, 13, 12, 11])
  }

  @Test(arguments: [
    (16, 2, 0), (4, 2, 0), (8, 2, 1), (24, 0, 0), (24, 3, 0), (24, .min, 0), (24, 40_000_000, 0),
  ])
  func othersAreRefused(_ bits: UInt16, _ height: Int32, _ compression: UInt32) {
    #expect(throws: PictureError.self) {
      try Picture(
        decoding: bitmap(bits: bits, height: height, compression: compression), name: "x")
    }
  }
}

/// Small files that would take much time or memory.
@Suite struct CostlyPictureTests {
  private func fixture(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(DecodingTests.fixtures)/\(name)"))
  }

  private func refusal(_ data: Data) -> String {
    let error = #expect(throws: PictureError.self) { try Picture(decoding: data, name: "x") }
    return error?.description ?? ""
  }

  @Test(.enabled(if: PictureFormat.jpeg.isSupported), arguments: ["progressive.jpg"])
  func aJPEGHasNoMoreScansThanItNeeds(_ name: String) throws {
    let data = try fixture(name)
    let start = try #require(data.range(of: Data([0xFF, 0xDA]))?.lowerBound)
    // In a scan, 0xFF is followed by 0.
    let end = try #require(
      data.indices.dropFirst(start + 2).first { data[$0] == 0xFF && data[$0 + 1] != 0 })
    func repeated(_ count: Int) -> Data {
      (0..<count).reduce(data[..<start]) { all, _ in all + data[start..<end] } + data[start...]
    }
    _ = try Picture(decoding: repeated(20), name: "x")
    #expect(refusal(repeated(400)).contains("more than 100 scans"))
  }

  /// The size is after the marker of the frame: 32,000 by 32,000.
  @Test(
    .enabled(if: PictureFormat.jpeg.isSupported), arguments: ["progressive.jpg", "baseline.jpg"])
  func aJPEGHoldsWhatItClaims(_ name: String) throws {
    var data = try fixture(name)
    let marker = name == "baseline.jpg" ? 0xC0 : 0xC2
    let frame = try #require(data.range(of: Data([0xFF, UInt8(marker)])))
    for place in [5, 7] { data[frame.lowerBound + place] = 0x30 }
    #expect(refusal(data).contains("ends too soon"))
  }

  @Test(.enabled(if: PictureFormat.png.isSupported)) func aPNGHoldsWhatItClaims() throws {
    let picture = Picture(width: 1, height: 1, channels: 3, pixels: [1, 2, 3])
    var header = Array(picture.pngData().prefix(29))
    for place in [18, 22] { header[place] = 0x30 }
    let sum = crc32(Array(header[12..<29]))
    let claims = Data(header + sum) + picture.pngData().dropFirst(33)
    #expect(refusal(claims).contains("ends too soon"))
  }

  private func crc32(_ bytes: [UInt8]) -> [UInt8] {
    let crc = ~bytes.reduce(~UInt32(0)) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in
        crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1
      }
    }
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: crc >> $0) }
  }
}

@Suite struct PortablePixmapTests {
  @Test func bytesAndText() throws {
    let bytes = try Picture(
      decoding: Data("P6 2 1 # two\n255\n".utf8) + Data([1, 2, 3, 250, 251, 252]), name: "p6")
    #expect(bytes == Picture(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 250, 251, 252]))
    let text = try Picture(decoding: Data("P2\n3 1\n4\n0 2 4".utf8), name: "p2")
    #expect(text == Picture(width: 3, height: 1, channels: 1, pixels: [0, 128, 255]))
    let dense = try Picture(decoding: Data("P2 2 1 9 1 9".utf8), name: "p2")
    #expect(dense.pixels == [28, 255])
    let deep = try Picture(
      decoding: Data("P5 1 1 65535 ".utf8) + Data([0x80, 0x80]), name: "p5")
    #expect(deep.pixels == [128])
  }

  @Test(arguments: [
    "P6", "P6 0 1 255 ", "P6 99999 99999 255 ", "P5 1 1 0 x", "P2 1 1 255 256", "P5 2 2 255 abc",
    "P6 1073741823 1073741823 65535 ", "P6 13300 13300 255 ", "P3 13300 13300 255 1 2 3",
    "P3 1 1 255 1 2", "GIF89a", "",
  ])
  func whatIsNoPictureIsRefused(_ text: String) {
    #expect(throws: PictureError.self) { try Picture(decoding: Data(text.utf8), name: "x") }
  }

  @Test func greyAndColours() {
    let picture = Picture(width: 2, height: 1, channels: 3, pixels: [255, 0, 0, 10, 200, 30])
    let grey = picture.converted(channels: 1)
    #expect(grey.pixels == [76, 124])
    #expect(grey.converted(channels: 3).pixels == [76, 76, 76, 124, 124, 124])
  }
}

@Suite struct PNGWriterTests {
  @Test(
    .enabled(if: PictureFormat.png.isSupported), arguments: [(1, 1, 1), (3, 7, 5), (3, 300, 200)])
  func libpngReadsWhatIsWritten(_ channels: Int, _ width: Int, _ height: Int) throws {
    let pixels = (0..<(width * height * channels)).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let picture = Picture(width: width, height: height, channels: channels, pixels: pixels)
    #expect(try Picture(decoding: picture.pngData(), name: "written") == picture)
  }
}

@Suite struct PictureInMemoryTests {
  /// Two pixels each line, then what belongs to no pixel.
  private static let lines: [UInt8] = [
    1, 2, 3, 255, 4, 5, 6, 0, 99, 99,
    7, 8, 9, 128, 10, 11, 12, 7,
  ]

  @Test func alphaAndGapsAreLeftOut() throws {
    let picture = try Picture(rgba: Self.lines, width: 2, height: 2, stride: 10)
    #expect(picture.pixels == Array(1...12) && picture.channels == 3)
    let dense = try Picture(rgba: Array(Self.lines.prefix(8)), width: 1, height: 2)
    #expect(dense.pixels == Array(1...6))
  }

  /// Bytes, width, height, stride.
  @Test(arguments: [
    (17, 2, 2, 10), (18, 2, 2, 7), (18, 0, 2, 10), (18, 2, 0, 10), (18, -2, 2, 10),
    (18, 2, 2, .max), (18, .max, 2, .max), (18, .max, .max, nil), (18, 2, .min, nil),
    (18, 1 << 20, 1 << 20, nil), (7, 2, 1, nil),
  ])
  func tooFewBytesAreRefused(_ count: Int, _ width: Int, _ height: Int, _ stride: Int?) {
    #expect(throws: PictureError.self) {
      try Picture(
        rgba: Array(Self.lines.prefix(count)), width: width, height: height, stride: stride)
    }
  }
}
