import NINDatasets
import Testing

@Suite struct ContactSheetTests {
  @Test func oneRowPerClassUnderItsNameInTheOrderOfTheSet() throws {
    // Class 1 has twelve images of one pixel, class 0 one, class 2 none.
    let images = try LabelledImages(
      name: "set", height: 1, width: 1, channels: 1, classNames: ["a", "b", "c"],
      pixels: (0..<13).map(UInt8.init), labels: [0] + Array(repeating: 1, count: 12))
    let figure = try ContactSheet(images).figure()
    let picture = figure.picture
    // 64 times enlarged, 4 between; 26 for each line of text.
    #expect(picture.width == 10 * 68 + 4 && picture.height == 26 + 3 * (68 + 26) + 4)
    let centre = { (row: Int, column: Int) in
      let y = 26 + row * 94 + 26 + 32
      return picture.pixels[(y * picture.width + column * 68 + 4 + 32) * 3]
    }
    #expect((0..<10).map { centre(0, $0) } == [0] + Array(repeating: 245, count: 9))
    #expect((0..<10).map { centre(1, $0) } == (1...10).map(UInt8.init))
    #expect((0..<10).allSatisfy { centre(2, $0) == 245 })
    #expect(picture.pixels[0] == 245)
    for text in ["13 images, 1x1 pixels", "a", "b", "c"] {
      #expect(figure.svg.contains(">\(text)<"))
    }
  }

  @Test func sizesAreThoseOfTheFiles() throws {
    let tree = try PictureTree(["a/x-5x9.ppm", "a/y-7x4.ppm", "b/z-5x5.ppm"])
    let data = try ImageFolder(tree.path, .init(side: 2, isForTesting: true)).load()
    #expect(data.test.sizes == ImageSizes(widths: 5...7, heights: 4...9))
    #expect(data.test.sizes.description == "5 to 7 by 4 to 9 pixels")
  }
}
