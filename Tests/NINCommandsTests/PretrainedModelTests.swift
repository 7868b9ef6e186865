import Foundation
import Testing

/// The model that comes with the program, where nothing was trained.
@Suite struct PretrainedModelTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let bytes = (0..<(40 * 30 * 3)).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try folder.write(Data("P6 40 30 255\n".utf8) + bytes, to: "photo.ppm")
  }

  @Test(
    arguments: [
      ["predict", "cifar10", "photo.ppm"], ["maps", "cifar10", "photo.ppm"],
      ["export", "cifar10"],
      [
        "train", "--weights", "cifar10", "--dataset", "shapes", "--limit-train", "64",
        "--limit-test", "20", "--epochs", "1",
      ],
    ])
  func itsNameIsThatOfAModel(_ arguments: [String]) throws {
    let result = try folder.nin.run(arguments)
    #expect(result.code == 0, "\(result.error)")
  }

  @Test func predictionsNameItsClasses() throws {
    let lines = try folder.nin.run(["predict", "cifar10", "photo.ppm", "--csv", "--top", "10"])
      .output.split(separator: "\n").dropFirst()
    let names = Set(lines.map { $0.split(separator: ",")[2] })
    #expect(names.count == 10 && names.isSuperset(of: ["airplane", "frog", "truck"]))
  }

  /// A folder of that name is that of the data set; a run or a file of that name is what is meant.
  @Test func aModelOfThatNameGoesFirst() throws {
    try folder.write(Data("images".utf8), to: "cifar10/data_batch_1.bin")
    #expect(try folder.nin.run(["predict", "cifar10", "photo.ppm"]).code == 0)
    try folder.write(Data("no model".utf8), to: "cifar10/weights/best.safetensors")
    let result = try folder.nin.run(["predict", "cifar10", "photo.ppm"])
    #expect(result.code == 1 && result.error.contains("cifar10/weights/best.safetensors"))
  }

  @Test func aRunOfThatNameIsMeantBeforeItHasAModel() throws {
    try folder.write(Data("{}".utf8), to: "cifar10/options.json")
    let result = try folder.nin.run(["predict", "cifar10", "photo.ppm"])
    #expect(result.code == 1 && result.error.contains("'nin train --resume cifar10'"))
  }

  @Test func whatItIsTestedOnIsMissing() throws {
    let result = try folder.nin.run(["eval", "cifar10", "--data-dir", "nowhere"])
    #expect(result.code == 1 && result.error.contains("nowhere"))
  }
}
