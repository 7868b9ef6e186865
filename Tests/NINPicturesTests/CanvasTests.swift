import Testing

@testable import NINPictures

@Suite struct CanvasTests {
  @Test func textIsDrawnToScale() {
    var canvas = Canvas(width: 24, height: 20, background: .zero)
    canvas.draw("T.", x: 0, y: 0, scale: 2, colour: Canvas.Colour(repeating: 255))
    let rows = (0..<20).map { y in
      String((0..<24).map { canvas[$0, y].x == 255 ? "#" : "." })
    }
    #expect(
      Array(rows[0...3]) == [
        "##########..............", "##########..............",
        "....##..................", "....##..................",
      ])
    #expect(rows[12] == "....##..........##......")
    #expect(rows[14] == String(repeating: ".", count: 24))
    #expect(Canvas.width(of: "T.", scale: 2) == 22)
  }

  @Test func lettersDifferAndTheUnknownIsAQuestionMark() {
    let letters = (32..<127).map { Character(UnicodeScalar(UInt8($0))) }
      .filter { $0.isLetter || $0.isNumber }
    let drawn = Set(letters.map { PixelFont.pixels($0).map { [$0.x, $0.y] } })
    #expect(drawn.count == 62)
    let question = PixelFont.pixels("?").map { [$0.x, $0.y] }
    #expect(PixelFont.pixels("é").map { [$0.x, $0.y] } == question)
  }

  @Test func whatLiesOutsideIsLeftOut() {
    var canvas = Canvas(width: 4, height: 4, background: .zero)
    canvas.draw("EE", x: -3, y: 0, scale: 3, colour: Canvas.Colour(repeating: 9))
    canvas[4, 0] = Canvas.Colour(repeating: 7)
    #expect(!canvas.picture.pixels.contains(7))
    #expect(canvas.picture.pixels.contains(9))
  }
}
