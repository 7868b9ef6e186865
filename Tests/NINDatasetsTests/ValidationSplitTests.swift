import NINDatasets
import Testing

@Suite struct ValidationSplitTests {
  /// Image `i` is the byte `i` with label `i % 2`.
  private func dataset(_ count: Int) throws -> Dataset {
    let images = try LabelledImages(
      name: "set", height: 1, width: 1, channels: 1, classNames: ["even", "odd"],
      pixels: (0..<count).map(UInt8.init), labels: (0..<count).map { Int32($0 % 2) })
    return Dataset(name: "set", train: images, test: images)
  }

  @Test func everyImageIsInOnePartAndKeepsItsLabel() throws {
    let split = try dataset(100).splittingOff(validation: 30, seed: 7)
    let validation = try #require(split.validation)
    #expect(validation.count == 30 && split.train.count == 70 && split.test.count == 100)
    #expect((split.train.pixels + validation.pixels).sorted() == (0..<100).map(UInt8.init))
    for part in [split.train, validation] {
      #expect(part.pixels == part.pixels.sorted())
      #expect(part.labels == part.pixels.map { Int32($0 % 2) })
    }
    // Neither the first images nor the last.
    #expect(validation.pixels.contains { $0 < 50 } && validation.pixels.contains { $0 >= 50 })
  }

  @Test func theSeedChooses() throws {
    let chosen = try [1, 1, 2].map { seed in
      try dataset(100).splittingOff(validation: 30, seed: seed).validation?.pixels
    }
    #expect(chosen[0] == chosen[1] && chosen[0] != chosen[2])
  }

  @Test func somethingMustBeLeftToTrainOn() throws {
    let error = #expect(throws: DatasetError.self) {
      try dataset(10).splittingOff(validation: 10, seed: 1)
    }
    guard case .nothingToTrainOn(_, images: 10, validation: 10)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try dataset(10).splittingOff(validation: 9, seed: 1).train.count == 1)
  }
}
