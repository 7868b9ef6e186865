import NINDatasets
import Testing

@testable import NINTraining

/// Images of which the first cannot be read.
private struct BrokenImages: ImageSource {
  let base: any ImageSource
  static let error = DatasetError.picture(name: "first.jpg", reason: "damaged")

  var name: String { base.name }
  var height: Int { base.height }
  var width: Int { base.width }
  var channels: Int { base.channels }
  var classNames: [String] { base.classNames }
  var labels: [Int32] { base.labels }

  func copy(
    _ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    if index == 0 { throw Self.error }
    try base.copy(index, into: pixels)
  }
}

@Suite struct SkippedImagesTests {
  /// However many epochs see it, each set reports it once.
  @Test func aBrokenImageIsReportedOncePerSet() throws {
    let run = try SmallRun()
    let dataset = Dataset(
      name: "broken", train: BrokenImages(base: run.dataset.train),
      test: BrokenImages(base: run.dataset.test))
    var warnings: [TrainingWarning] = []
    let outcome = try run.trainer("run", dataset: dataset).run(events: { event in
      if case .warning(let warning) = event { warnings.append(warning) }
    })
    #expect(outcome == .finished)
    let skipped = warnings.filter { $0 == .imageSkipped(BrokenImages.error, total: 1) }
    #expect(skipped.count == 2, "\(warnings)")
  }
}
