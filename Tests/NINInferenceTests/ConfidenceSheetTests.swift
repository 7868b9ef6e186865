import Foundation
import NINPictures
import Testing

@testable import NINInference

@Suite struct ConfidenceSheetTests {
  @Test(arguments: [(1, 508, 308), (3, 996, 308), (10, 996, 884)])
  func aGridAsLargeAsItsClasses(_ top: Int, _ width: Int, _ height: Int) throws {
    let model = try SmallModel()
    let sheet = try ConfidenceSheet(model.pictures[0], by: try model.classifier(), top: top)
    let picture = sheet.figure.picture
    #expect((picture.width, picture.height, picture.channels) == (width, height, 3))
    // The first cell is the photograph, of which the corner pixel stays as it is when enlarged.
    let corner = (20 * width + 20) * 3
    #expect(Array(picture.pixels[corner..<(corner + 3)]) == Array(model.pictures[0].pixels[0..<3]))
    let svg = sheet.figure.svg
    #expect(svg.components(separatedBy: "<image ").count == top + 2)
    #expect(svg.contains(">photograph<"))
  }

  /// With one high value of 2x2 in the upper left corner, only that corner is coloured.
  @Test func heatIsWhereTheMapIs() {
    let maps = ConfidenceMaps(
      height: 4, width: 4, classes: 1, values: [5, 5, 0, 0, 5, 5] + Array(repeating: 0, count: 10))
    let photograph = Picture(
      width: 40, height: 40, channels: 3, pixels: Array(repeating: 100, count: 4800))
    let heat = HeatMap(maps, label: 0, strongest: 5, side: 40).picture(over: photograph)
    #expect(heat.pixels.suffix(3) == [60, 60, 60])
    let hot = (5 * 40 + 5) * 3
    #expect(heat.pixels[hot] > 200 && heat.pixels[hot + 1] > 180)
  }

  @Test func mapsWithoutConfidenceStayDark() {
    let maps = ConfidenceMaps(
      height: 2, width: 2, classes: 1, values: [-1, -2, -3, -4])
    let photograph = Picture(
      width: 10, height: 10, channels: 3, pixels: Array(repeating: 80, count: 300))
    let heat = HeatMap(maps, label: 0, strongest: 1, side: 10).picture(over: photograph)
    #expect(Set(heat.pixels) == [48])
  }
}
