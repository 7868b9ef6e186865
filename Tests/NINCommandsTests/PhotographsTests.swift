import Foundation
import NINPictures
import Testing

/// A folder of pictures as cameras and phones make them: of many kinds, turned by their tags, some
/// with the extension of another format.
@Suite struct PhotographsTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("NINPicturesTests/Fixtures")

  private let folder: TemporaryFolder
  /// Pictures that this build reads.
  private let count: Int

  init() throws {
    folder = try TemporaryFolder()
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.fixtures.path).sorted()
    var count = 0
    for name in names where !name.hasSuffix(".expected.ppm") {
      let path = Self.fixtures.appendingPathComponent(name).path
      guard case .picture(let format)? = FileKind(ofFile: path) else { continue }
      if format.isSupported { count += 1 }
      let kind = name.hasPrefix("turned") ? "turned" : "other"
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      try folder.write(data, to: "photos/\(kind)/\(count % 3 == 0 ? "\(name).jfif" : name)")
    }
    self.count = count
    try folder.write(Data("II*\0".utf8), to: "photos/other/scan.tif")
  }

  @Test func theyAreTrainedOnAndPredicted() throws {
    let arguments = "train --dataset photos --model nin-small --size 32 --epochs 1 --output run"
    let run = try folder.nin.run(arguments.split(separator: " ").map(String.init))
    #expect(run.code == 0, "\(run.error)")
    #expect(run.error.contains("1 TIFF"), "\(run.error)")
    #expect(!run.error.contains("Warning"), "\(run.error)")
    let tested = try folder.nin.run(["eval", "run"])
    #expect(tested.code == 0, "\(tested.error)")
    let predicted = try folder.nin.run(["predict", "run", "photos", "--csv", "--top", "1"])
    #expect(predicted.code == 0, "\(predicted.error)")
    #expect(predicted.output.split(separator: "\n").count == count + 1)
    try expectUpright()
  }

  /// One picture with each of the eight tags, and Pillow's result for it, without a tag.
  private func expectUpright() throws {
    guard PictureFormat.png.isSupported else { return }
    let turned = (1...8).map { Self.fixtures.appendingPathComponent("turned\($0).png").path }
    let answers = try answers(turned)
    #expect(answers.count == 16 && Set(answers).count > 4, "\(answers)")
    #expect(try self.answers(turned.map { "\($0).expected.ppm" }) == answers)
  }

  /// Two lines for each file, without its name.
  private func answers(_ files: [String]) throws -> [String] {
    try folder.nin.run(["predict", "run"] + files + ["--csv"]).output.split(separator: "\n")
      .dropFirst().map { $0.split(separator: ",").dropFirst().joined(separator: ",") }
  }
}
