import Foundation
import Testing

@testable import NINPictures

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct FigureTests {
  @Test(arguments: [
    ("cat", "cat"), ("Gr\u{F6}\u{DF}e", "Grosse"), ("\u{732B}", "mao"),
    ("\u{43A}\u{43E}\u{442}", "kot"),
  ])
  func namesInOtherLettersAreWrittenInLatinOnes(_ name: String, _ latin: String) {
    #expect(FigureText.latin(name) == latin)
  }

  @Test(arguments: [
    ("cat", 40, "cat", 2), ("a longer name", 80, "a longer name", 1),
    ("a name that is too long", 80, "a name tha...", 1), ("name", 2, "...", 1),
  ])
  func textFits(_ text: String, _ room: Int, _ line: String, _ scale: Int) {
    let fitted = FigureText.fitted(text, room: room)
    #expect(fitted.line == line && fitted.scale == scale)
    #expect(room < 20 || Canvas.width(of: line, scale: scale) <= room)
  }

  @Test func picturesAndTextAreWhereTheyWerePut() {
    var figure = Figure(width: 60, height: 40, background: 9)
    figure.place(Picture(width: 1, height: 1, channels: 1, pixels: [77]), x: 3, y: 2)
    figure.write("T", x: 50, y: 20, room: 40, shade: 1, isRight: true)
    let picture = figure.picture
    #expect(picture.pixels[(2 * 60 + 3) * 3] == 77 && picture.pixels[0] == 9)
    // The letter ends at column 49.
    #expect(picture.pixels[(20 * 60 + 49) * 3] == 1 && picture.pixels[(20 * 60 + 50) * 3] == 9)
  }

  /// Text in an SVG file is real text with its own letters, and the file is correct XML.
  @Test func scalableFigureKeepsItsLetters() throws {
    var figure = Figure(width: 60, height: 40)
    figure.write("<\u{732B} & \u{1}>", x: 1, y: 2, room: 20)
    #expect(Self.text(ofXML: figure.file(named: "x.SVG")) == "<\u{732B} & \u{FFFD}>")
    #expect(figure.svg.contains("textLength=\"20\""))
    #expect(Array(figure.file(named: "x.png").prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
  }

  /// Without spaces at both ends; nil when the data are not XML.
  private static func text(ofXML data: Data) -> String? {
    final class Reader: NSObject, XMLParserDelegate {
      var text = ""
      func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }
    let (parser, reader) = (XMLParser(data: data), Reader())
    parser.delegate = reader
    guard parser.parse() else { return nil }
    return reader.text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
