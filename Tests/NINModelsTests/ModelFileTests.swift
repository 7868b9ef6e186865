import Foundation
import NINCheckpoints
import NINModels
import NINModules
import NINPlans
import Testing

@Suite final class ModelFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent(UUID().uuidString).path

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/weights", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func save(to path: String) throws -> (ModelDescription, Parameters) {
    let description = ModelDescription(
      model: .ninSmall, size: 32, channels: 3, classNames: ["cat", "dög"],
      normalization: Normalization(mean: [0.1, 0.2, 0.3], deviation: [1, 2, 3]))
    let parameters = try Parameters(
      description.network(), initialization: .kaiming, seed: 4)
    try ModelFile.save(parameters, description, to: path)
    return (description, parameters)
  }

  @Test func whatIsSavedIsLoaded() throws {
    let path = folder + "/model.safetensors"
    let (description, parameters) = try save(to: path)
    let (read, loaded) = try ModelFile.load(path)
    #expect(read == description)
    #expect(Array(loaded.values.elements) == Array(parameters.values.elements))
  }

  @Test func aRunsFolderMeansItsBestModel() throws {
    #expect(throws: ModelFileError.noModel(folder: folder)) {
      try ModelFile.path(of: self.folder)
    }
    _ = try save(to: ModelFile.last(in: folder))
    #expect(try ModelFile.path(of: folder) == ModelFile.last(in: folder))
    _ = try save(to: ModelFile.best(in: folder))
    #expect(try ModelFile.path(of: folder) == ModelFile.best(in: folder))
    #expect(try ModelFile.path(of: "anything else") == "anything else")
  }

  @Test func impossibleNormalizationsAreRefused() throws {
    for normalization in [
      Normalization(mean: [0], deviation: [1]),
      Normalization(mean: [0, 0, 0], deviation: [1, 1, 0]),
      Normalization(mean: [0, .infinity, 0], deviation: [1, 1, 1]),
    ] {
      let description = ModelDescription(
        model: .ninSmall, size: 32, channels: 3, classNames: ["a", "b"],
        normalization: normalization)
      #expect(throws: (any Error).self) { try description.network() }
    }
  }
}
