import Foundation
import NINCheckpoints
import Testing

@testable import NINModels

@Suite struct PretrainedModelTests {
  @Test(arguments: PretrainedModel.allCases)
  func everyModelIsComplete(_ model: PretrainedModel) throws {
    #expect(model.file.count <= 4_000_000)
    let (description, parameters) = try ModelFile.load(try ModelFile.path(of: model.rawValue))
    #expect(description.size == 32 && description.channels == 3)
    #expect(description.normalization != nil)
    #expect(parameters.layout == (try description.network()).parameters)
  }

  private struct Record: Decodable, Equatable {
    var kernels: String
    var lastSha256: String
  }

  private struct Run: Decodable {
    var name: String
    var accuracy: Double
  }

  /// `Benchmarks/results/results.py package` has put it there.
  @Test(arguments: PretrainedModel.allCases)
  func everyModelHasTheRecordOfItsRun(_ model: PretrainedModel) throws {
    let metadata = try SafetensorsFile(model.file, path: model.rawValue).metadata
    let text = Data(try #require(metadata["run"]).utf8)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let run = try decoder.decode(Run.self, from: text)
    #expect((0.5...1).contains(run.accuracy))
    let recorded = URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../../Benchmarks/results/\(run.name)/record.json")
      .standardizedFileURL
    #expect(
      try decoder.decode(Record.self, from: text)
        == decoder.decode(Record.self, from: Data(contentsOf: recorded)))
  }

  @Test func theClassesAreThoseOfCIFAR10() throws {
    #expect(
      try ModelFile.description("cifar10").classNames == [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
      ])
  }
}
