import Foundation
import NINTraining

/// The metrics of a run so far: those in its `metrics.jsonl`, then those of its events.
struct RunHistory {
  private(set) var epochs: [EpochMetrics] = []
  /// Points for the curve of the losses: the epoch so far, and the mean loss of `stepsPerPoint`
  /// steps.
  private(set) var losses: [SIMD2<Double>] = []

  private let stepsPerEpoch: Int
  /// Chosen so that even a long run has only some hundred points.
  private let stepsPerPoint: Int
  private var sum = 0.0

  private static let mostPoints = 600

  /// - Parameters:
  ///   - path: the file with the metrics so far; it may be missing.
  ///   - stepsPerEpoch: steps in each epoch.
  ///   - epochs: epochs of the whole run.
  init(contentsOf path: String, stepsPerEpoch: Int, epochs: Int) {
    self.stepsPerEpoch = stepsPerEpoch
    stepsPerPoint = stepsPerEpoch * epochs / Self.mostPoints + 1
    let lines = FileManager.default.contents(atPath: path)?.split(separator: UInt8(ascii: "\n"))
    for text in lines ?? [] {
      guard let line = MetricsLine(text), line.isPossible(stepsPerEpoch: stepsPerEpoch) else {
        continue
      }
      switch line {
      case .step(let step): add(step)
      case .epoch(let epoch): add(epoch)
      }
    }
  }

  mutating func add(_ epoch: EpochMetrics) { epochs.append(epoch) }

  mutating func add(_ step: StepMetrics) {
    sum += step.loss
    guard step.step % stepsPerPoint == 0 else { return }
    losses.append([Double(step.step) / Double(stepsPerEpoch), sum / Double(stepsPerPoint)])
    sum = 0
  }
}
