import Foundation
import NINDatasets
import NINKernels
import NINModules
import Testing

@testable import NINReports
@testable import NINTraining

/// The metrics of a run, without training.
struct RunFixture {
  let folder: RunFolder
  let names: [String]
  private let images: LabelledImages

  /// Names that would be markup if they were not escaped.
  static let hostile = ["<script>alert(1)</script>", "\"quotes\" & ampersands", "ünïcode ✓"]

  init(names: [String] = Self.hostile) throws {
    let path = FileManager.default.temporaryDirectory.path + "/nin-report-" + UUID().uuidString
    folder = try RunFolder(new: path, stem: "run")
    self.names = names
    images = try LabelledImages(
      name: "set", height: 8, width: 8, channels: 3, classNames: names,
      pixels: (0..<(names.count * 192)).map { UInt8(truncatingIfNeeded: $0 * 7) },
      labels: names.indices.map(Int32.init))
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder.path) }

  func report(stepsPerEpoch: Int = 4) throws -> RunReport {
    RunReport(
      folder, recipe: Recipe(.quickstart),
      environment: RunEnvironment(try ExecutionContext(threads: 1), version: "1"), images: images,
      stepsPerEpoch: stepsPerEpoch)
  }

  func step(_ number: Int) -> StepMetrics {
    StepMetrics(
      epoch: (number - 1) / 4 + 1, step: number, loss: 2 / Double(number), learningRate: 0.1,
      imagesPerSecond: 100, livingOutputs: 3)
  }

  func epoch(_ number: Int) -> EpochMetrics {
    EpochMetrics(
      epoch: number, step: number * 4, trainLoss: 2 / Double(number), set: .test,
      loss: 2.2 / Double(number), accuracy: 1 - 1 / Double(number + 1), top5: 1, livingOutputs: 3,
      learningRate: 0.1, seconds: 3.5)
  }

  /// Class 0 is always predicted correctly; half the images of each other class are predicted to be
  /// of the class before it.
  var evaluation: Evaluation {
    var confusion = names.indices.map { _ in names.map { _ in 0 } }
    for label in names.indices {
      confusion[label][label] = label == 0 ? 10 : 5
      if label > 0 { confusion[label][label - 1] = 5 }
    }
    let mistakes = names.indices.dropFirst().map {
      Evaluation.Mistake(image: $0, label: $0, predicted: $0 - 1, probability: 0.75, loss: 1.5)
    }
    return Evaluation(
      loss: 1, top1: 0.5, top5: 1, classNames: names, classAccuracy: names.map { _ in 0.5 },
      classCounts: names.map { _ in 10 }, isLiving: names.map { _ in true },
      confusion: Confusion(rows: confusion),
      mistakes: Array(mistakes.prefix(24)))
  }

  /// Writes the report of `epochs` epochs of four steps.
  func write(epochs: Int) throws {
    let report = try report()
    for number in 1...epochs {
      for step in (number * 4 - 3)...(number * 4) {
        try report.observe(.step(self.step(step), batch: 1, of: 4, imagesLeft: 1))
      }
      try report.observe(.epoch(epoch(number), best: evaluation, of: epochs))
    }
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
  }
}
