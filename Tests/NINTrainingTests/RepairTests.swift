import Foundation
import NINCheckpoints
import NINDatasets
import Testing

@testable import NINTraining

/// A resumed run restores the files of its folder.
@Suite struct RepairTests {
  private func contents(_ folder: RunFolder) throws -> [String: Data] {
    let paths = [
      folder.optionsPath, folder.resultsPath, folder.metricsPath, folder.statePath,
      folder.lastPath, folder.bestPath,
    ]
    return Dictionary(
      uniqueKeysWithValues: try paths.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: $0)))
      })
  }

  /// A complete run; its lock has been released with its trainer.
  private func finished(_ small: SmallRun) throws -> RunFolder {
    let trainer = try small.trainer("run")
    #expect(try trainer.run(events: { _ in }) == .finished)
    return trainer.folder
  }

  /// Resumes a run that is complete; returns the repaired files.
  private func goOn(_ small: SmallRun, _ name: String) throws -> [String] {
    var repaired: [String] = []
    let trainer = try small.trainer(name, resume: true)
    let outcome = try trainer.run(events: {
      if case .repaired(let path) = $0 { repaired.append(path) }
    })
    #expect(outcome == .finished)
    return repaired.map { ($0 as NSString).lastPathComponent }
  }

  @Test func aFinishedRunIsMadeWholeFromItsState() throws {
    let small = try SmallRun()
    let folder = try finished(small)
    let whole = try contents(folder)
    let files = FileManager.default
    let other = Data("other".utf8)
    let losses: [(String, () throws -> Void)] = [
      ("", {}), ("last.safetensors", { try files.removeItem(atPath: folder.lastPath) }),
      ("best.safetensors", { try other.write(to: URL(fileURLWithPath: folder.bestPath)) }),
      (
        "last.safetensors best.safetensors",
        { try files.removeItem(atPath: folder.path + "/weights") }
      ),
      ("", { try files.removeItem(atPath: folder.resultsPath) }),
    ]
    for (names, lose) in losses {
      try lose()
      #expect(try goOn(small, "run").joined(separator: " ") == names)
      #expect(try contents(folder) == whole, "\(names)")
      #expect(try goOn(small, "run").isEmpty)
    }
  }

  @Test func everyBitOfTheStateCounts() throws {
    let small = try SmallRun()
    let folder = try finished(small)
    let sound = try Data(contentsOf: URL(fileURLWithPath: folder.statePath))
    for place in stride(from: 9, to: sound.count, by: sound.count / 40) {
      var damaged = sound
      damaged[place] ^= 1 << (place % 8)
      try damaged.write(to: URL(fileURLWithPath: folder.statePath))
      #expect(throws: CheckpointError.self, "byte \(place)") {
        try small.trainer("run", resume: true)
      }
    }
    try sound.write(to: URL(fileURLWithPath: folder.statePath))
    #expect(try goOn(small, "run").isEmpty)
  }

  /// Each batch of the first four images loses all of them.
  @Test func aBatchThatCannotBeReadIsPassedOver() throws {
    let small = try SmallRun()
    small.recipe.batchSize = 4
    small.recipe.shuffle = false
    let images = small.dataset
    let holed = Dataset(
      name: "holed", train: UnreadableImages(images.train, unreadable: 0..<5),
      test: UnreadableImages(images.test, unreadable: 4..<8))
    let straight = try small.trainer("straight", dataset: holed)
    #expect(try straight.run(events: { _ in }) == .finished)
    _ = try small.stopped("stopped", dataset: holed) { $0 == 3 }
    let resumed = try small.trainer("stopped", resume: true, dataset: holed)
    #expect(try resumed.run(events: { _ in }) == .finished)
    #expect(resumed.state == straight.state)
    #expect(
      Array(resumed.parameters.values.elements) == Array(straight.parameters.values.elements))
  }

  @Test func aSetThatCannotBeReadAtAllIsAnError() throws {
    let small = try SmallRun()
    let images = small.dataset
    let train = UnreadableImages(images.train, unreadable: 0..<50)
    let test = UnreadableImages(images.test, unreadable: 0..<30)
    for (name, dataset) in [
      ("train", Dataset(name: "x", train: train, test: images.test)),
      ("test", Dataset(name: "x", train: images.train, test: test)),
    ] {
      let trainer = try small.trainer(name, dataset: dataset)
      #expect(throws: DatasetError.self) { try trainer.run(events: { _ in }) }
    }
  }

  @Test func aLineOfResultsHasTheRateOfItsEpoch() throws {
    let small = try SmallRun()
    small.recipe.schedule = .init(kind: .step)
    small.recipe.schedule.stepEpochs = 1
    small.recipe.optimizer.learningRate = 0.5
    var rates: [Float] = []
    let trainer = try small.trainer("run")
    _ = try trainer.run(events: {
      if case .epoch(let metrics, _, _) = $0 { rates.append(metrics.learningRate) }
    })
    #expect(rates == [0.5, 0.05])
  }
}
