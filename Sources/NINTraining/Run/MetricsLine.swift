import Foundation

/// A line of `metrics.jsonl`.
package enum MetricsLine {
  case step(StepMetrics)
  case epoch(EpochMetrics)

  /// Nil for any other line, such as an incomplete one.
  package init?(_ text: Data) {
    let decoder = JSONDecoder()
    if let epoch = try? decoder.decode(EpochMetrics.self, from: text) {
      self = .epoch(epoch)
    } else if let step = try? decoder.decode(StepMetrics.self, from: text) {
      self = .step(step)
    } else {
      return nil
    }
  }

  /// Whether a run can have written the numbers, which are used in sums and charts.
  package func isPossible(stepsPerEpoch: Int) -> Bool {
    func isLoss(_ loss: Double) -> Bool { (0...Self.largestLoss).contains(loss) }
    func isPlace(_ epoch: Int, _ step: Int) -> Bool {
      let (steps, overflow) = epoch.multipliedReportingOverflow(by: stepsPerEpoch)
      return epoch > 0 && step > 0 && !overflow && step <= steps
    }
    switch self {
    case .step(let step):
      return isPlace(step.epoch, step.step) && isLoss(step.loss)
    case .epoch(let epoch):
      return isPlace(epoch.epoch, epoch.step) && isLoss(epoch.loss) && isLoss(epoch.trainLoss)
        && (0...1).contains(epoch.accuracy) && (0...1).contains(epoch.top5)
        && (0...Self.mostSeconds).contains(epoch.seconds)
    }
  }

  /// Whether the line is from before `state`.
  func isBefore(_ state: RunState) -> Bool {
    switch self {
    case .step(let step): step.step <= state.step
    case .epoch(let epoch): epoch.epoch <= state.epoch
    }
  }

  /// A loss is the logarithm of a ratio of floats and therefore always far below.
  private static let largestLoss = 1e30
  private static let mostSeconds = 1e9
}
