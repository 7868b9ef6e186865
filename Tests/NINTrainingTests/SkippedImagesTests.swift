import NINDatasets
import Testing

@testable import NINTraining

@Suite struct SkippedImagesTests {
  /// Each set reports it once, in any number of epochs.
  @Test func aBrokenImageIsReportedOncePerSet() throws {
    let run = try SmallRun()
    let dataset = Dataset(
      name: "broken", train: UnreadableImages(run.dataset.train, unreadable: 0..<1),
      test: UnreadableImages(run.dataset.test, unreadable: 0..<1))
    var warnings: [TrainingWarning] = []
    let outcome = try run.trainer("run", dataset: dataset).run(events: { event in
      if case .warning(let warning) = event { warnings.append(warning) }
    })
    #expect(outcome == .finished)
    let skipped = warnings.filter { $0 == .imageSkipped(UnreadableImages.error(of: 0), total: 1) }
    #expect(skipped.count == 2, "\(warnings)")
  }
}
