import Foundation
import NINPictures
import Testing

/// Decoding against Pillow, whose readings lie beside the pictures (`Fixtures/make_pictures.py`).
@Suite struct DecodingTests {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures").path

  static let names: [String] = {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: fixtures)) ?? []
    return all.filter { !$0.hasSuffix(".expected.ppm") && !$0.hasSuffix(".py") }.sorted()
  }()

  static func isReadable(_ name: String) -> Bool {
    switch (name as NSString).pathExtension {
    case "jpg": PictureFormat.jpeg.isSupported
    case "png": PictureFormat.png.isSupported
    default: true
    }
  }

  @Test func thereAreFixtures() { #expect(Self.names.count == 19) }

  @Test(arguments: names)
  func equalsPillow(_ name: String) throws {
    let path = "\(Self.fixtures)/\(name)"
    guard Self.isReadable(name) else {
      let error = #expect(throws: PictureError.self) { try Picture(contentsOf: path) }
      #expect(error?.description.contains("install") == true)
      return
    }
    let picture = try Picture(contentsOf: path)
    let expected = try Picture(contentsOf: "\(path).expected.ppm")
    #expect(picture.converted(channels: 3) == expected)
    let size = try Picture.size(ofFile: path)
    #expect(size.width == 19 && size.height == 13)
  }

  @Test(arguments: names)
  func aFileCutShortIsRefused(_ name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(name)"))
    for share in [0.02, 0.3, 0.9] {
      let cut = data.prefix(Int(Double(data.count) * share))
      #expect(throws: PictureError.self) { try Picture(decoding: Data(cut), name: name) }
    }
  }

  /// Whatever stands in a file, reading it ends in a picture or an error.
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

@Suite struct PortablePixmapTests {
  @Test func bytesAndText() throws {
    let bytes = try Picture(
      decoding: Data("P6 2 1 # two\n255\n".utf8) + Data([1, 2, 3, 250, 251, 252]), name: "p6")
    #expect(bytes == Picture(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 250, 251, 252]))
    let text = try Picture(decoding: Data("P2\n3 1\n4\n0 2 4".utf8), name: "p2")
    #expect(text == Picture(width: 3, height: 1, channels: 1, pixels: [0, 128, 255]))
    let deep = try Picture(
      decoding: Data("P5 1 1 65535 ".utf8) + Data([0x80, 0x80]), name: "p5")
    #expect(deep.pixels == [128])
  }

  @Test(arguments: [
    "P6", "P6 0 1 255 ", "P6 99999 99999 255 ", "P5 1 1 0 x", "P2 1 1 255 256", "P5 2 2 255 abc",
    "P6 1073741823 1073741823 65535 ", "P3 1 1 255 1 2", "GIF89a", "",
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
