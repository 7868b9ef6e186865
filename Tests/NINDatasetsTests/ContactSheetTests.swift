import NINDatasets
import Testing

@Suite struct ContactSheetTests {
  @Test func aRowAClassInTheOrderOfTheSet() throws {
    // Class 1 has twelve images of one pixel, class 0 one, class 2 none.
    let images = try LabelledImages(
      name: "set", height: 1, width: 1, channels: 1, classNames: ["a", "b", "c"],
      pixels: (0..<13).map(UInt8.init), labels: [0] + Array(repeating: 1, count: 12))
    let picture = try ContactSheet(images).picture()
    // 64 times enlarged, 4 between.
    #expect(picture.width == 10 * 68 + 4 && picture.height == 3 * 68 + 4)
    let centre = { (row: Int, column: Int) in
      picture.pixels[(row * 68 + 4 + 32) * picture.width + column * 68 + 4 + 32]
    }
    #expect((0..<10).map { centre(0, $0) } == [0] + Array(repeating: 245, count: 9))
    #expect((0..<10).map { centre(1, $0) } == (1...10).map(UInt8.init))
    #expect((0..<10).allSatisfy { centre(2, $0) == 245 })
    #expect(picture.pixels[0] == 245)
  }
}
