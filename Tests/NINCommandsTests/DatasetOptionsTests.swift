import Foundation
import NINDatasets
import Testing

@testable import NINCommands

/// `--dataset` and `--data-dir` together.
@Suite struct DatasetOptionsTests {
  private func source(_ arguments: [String], else usual: DatasetSource) throws -> DatasetSource {
    var parser = CommandLineParser<TrainOptions>(arguments[...])
    return try parser.parse().images.source(else: usual)
  }

  @Test func aNameOrElseAFolder() throws {
    #expect(
      try source(["--dataset", "fashion-mnist"], else: .shapes) == .fashionMNIST(folder: nil))
    #expect(try source(["--dataset", "shapes"], else: .cifar10(folder: "a")) == .shapes)
    #expect(try source([], else: .cifar10(folder: "a")) == .cifar10(folder: "a"))
    // A run may be used from other folders, so it stores absolute paths.
    let folder = FileManager.default.currentDirectoryPath
    #expect(try source(["--dataset", "."], else: .shapes) == .pictures(folder: folder))
    #expect(throws: UsageError.self) { try source(["--dataset", "/nowhere"], else: .shapes) }
  }

  @Test func dataDirSaysWhereTheNamedOrUsualSetLies() throws {
    let there = ["--data-dir", "there"]
    let path = FileManager.default.currentDirectoryPath + "/there"
    #expect(try source(["--dataset", "mnist"] + there, else: .shapes) == .mnist(folder: path))
    #expect(try source(there, else: .cifar100(folder: nil)) == .cifar100(folder: path))
    // The pictures of a run may have moved.
    #expect(try source(there, else: .pictures(folder: "a")) == .pictures(folder: path))
    #expect(throws: UsageError.self) { try source(there, else: .shapes) }
    let twice = ["--dataset", NSTemporaryDirectory()] + there
    #expect(throws: UsageError.self) { try source(twice, else: .shapes) }
  }
}
