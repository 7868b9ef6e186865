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

  @Test func theClassesAreThoseOfCIFAR10() throws {
    #expect(
      try ModelFile.description("cifar10").classNames == [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
      ])
  }
}
