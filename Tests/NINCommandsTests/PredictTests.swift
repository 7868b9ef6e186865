import Foundation
import Testing

/// Commands that classify pictures.
@Suite struct PredictTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder.withRun()
    for (index, name) in ["shot10.ppm", "shot2.PPM", "deep/er/a,b.pgm"].enumerated() {
      try folder.write(Self.picture(index, grey: name.hasSuffix("pgm")), to: "pictures/\(name)")
    }
    try folder.write(Data("no picture".utf8), to: "pictures/notes.txt")
    try folder.write(Data("P6 hidden".utf8), to: "pictures/.trash/shot.ppm")
    try folder.write(Data("P6 8 8 255 short".utf8), to: "broken.ppm")
  }

  private static func picture(_ index: Int, grey: Bool) -> Data {
    let bytes = (0..<(40 * 30 * (grey ? 1 : 3))).map { UInt8(truncatingIfNeeded: $0 * (index + 3)) }
    return Data("\(grey ? "P5" : "P6") 40 30 255\n".utf8) + bytes
  }

  private struct Entry: Decodable {
    struct Prediction: Decodable {
      let name: String
      let label: Int
      let probability: Double
    }
    let file: String
    let predictions: [Prediction]
  }

  private func entries(_ arguments: [String]) throws -> [Entry] {
    let result = try folder.nin.run(["predict", "run", "--json"] + arguments)
    #expect(result.code == 0, "\(result.error)")
    return try JSONDecoder().decode([Entry].self, from: Data(result.output.utf8))
  }

  @Test func foldersAreReadInNaturalOrder() throws {
    let entries = try entries(["pictures", "--top", "10"])
    #expect(
      entries.map(\.file) == [
        "pictures/deep/er/a,b.pgm", "pictures/shot2.PPM", "pictures/shot10.ppm",
      ])
    for entry in entries {
      #expect(Set(entry.predictions.map(\.label)) == Set(0..<10))
      #expect(abs(entry.predictions.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
    }
  }

  @Test func textAndCSVSayWhatJSONSays() throws {
    let likeliest = try entries(["pictures"]).map { $0.predictions[0] }
    let text = try folder.nin.run(["predict", "run", "pictures/shot10.ppm", "--top", "1"]).output
    let percent = String(format: "%.1f %%", likeliest[2].probability * 100)
    #expect(text.hasPrefix("pictures/shot10.ppm\n  \(likeliest[2].name)  "))
    #expect(text.hasSuffix(percent + "\n"))
    let csv = try folder.nin.run(["predict", "run", "pictures", "--top", "1", "--csv"]).output
    let lines = csv.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0] == "file,rank,class,probability")
    #expect(lines[1].hasPrefix("\"pictures/deep/er/a,b.pgm\",1,\(likeliest[0].name),"))
  }

  @Test func standardInputIsAPicture() throws {
    let named = try folder.nin.run(["predict", "run", "pictures/shot10.ppm"])
    let read = try folder.nin.shell("\"$NIN\" predict run - < pictures/shot10.ppm")
    #expect(read.code == 0, "\(read.error)")
    #expect(
      read.output.split(separator: "\n").dropFirst()
        == named.output.split(separator: "\n").dropFirst())
  }

  @Test func brokenPicturesAreNamedAndSkipped() throws {
    let result = try folder.nin.run([
      "predict", "run", "broken.ppm", "pictures/shot10.ppm", "missing.jpg", "--csv", "--top", "1",
    ])
    #expect(result.code == 1)
    #expect(result.errorLines.count == 2)
    #expect(result.errorLines[0].hasPrefix("Error: broken.ppm: "))
    #expect(result.errorLines[1].hasPrefix("Error: missing.jpg: "))
    #expect(result.output.split(separator: "\n").count == 2)
  }

  @Test func readerThatLeavesIsNoError() throws {
    let result = try folder.nin.shell(
      "{ \"$NIN\" predict run pictures pictures pictures; echo code $? >&2; } | true")
    #expect(result.error == "code 0\n")
  }

  @Test func mapsArePictures() throws {
    let result = try folder.nin.run(["maps", "run", "pictures/shot10.ppm", "--top", "3"])
    #expect(result.code == 0, "\(result.error)")
    #expect(result.output.split(separator: "\n").count == 3)
    #expect(result.error == "Picture: shot10.maps.png\n")
    #expect(try folder.data("shot10.maps.png").prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
    let broken = try folder.nin.run(["maps", "run", "broken.ppm", "--output", "x.png"])
    #expect(broken.code == 1)
    #expect(broken.errorLines.count == 1)
    #expect(!folder.exists("x.png"))
  }
}
