import Foundation
import NINTraining

/// Prints a run: one line per epoch on standard output, and the progress within an epoch on
/// standard error.
final class TrainingPrinter {
  private let console: Console
  private let epochs: Int
  private let line: ProgressLine
  private var imagesPerSecond: Double?
  private var shownEpoch: Int

  /// - Parameter epoch: the first epoch to show, from 1; after the last one, the last.
  init(_ console: Console, epoch: Int, of epochs: Int) {
    self.console = console
    self.epochs = epochs
    line = ProgressLine(console)
    shownEpoch = min(epoch, epochs)
  }

  func show(_ event: TrainingEvent) {
    switch event {
    case .step(let metrics, let batch, let count, let imagesLeft):
      shownEpoch = metrics.epoch
      let speed = smoothed(metrics.imagesPerSecond)
      progress(
        "step \(batch)/\(count)  loss \(String(format: "%.4f", metrics.loss))  "
          + "\(String(format: "%.1f", speed)) images/s  "
          + "\(RemainingTime.text(Double(imagesLeft) / speed)) left")
    case .evaluating(let batch, let count):
      progress("testing \(batch)/\(count)")
    case .epoch(let metrics, _, let count):
      clear()
      console.print(Self.line(metrics, of: count))
    case .tested(let result):
      clear()
      console.print(
        "Test of the best model: "
          + String(format: "Test Loss: %.4f | Test Acc: %.4f", result.loss, result.top1))
    case .warning(let warning): warn(Advice.line(for: warning))
    case .repaired(let path):
      clear()
      console.note("Repaired: \(path)")
    case .checkpoint, .resumed: break
    }
  }

  /// Prints a warning.
  func warn(_ text: String) {
    clear()
    console.note("Warning: \(text).")
  }

  /// The line that the notebook prints. With a validation set it says "Val" instead of "Test".
  static func line(_ metrics: EpochMetrics, of epochs: Int) -> String {
    let width = String(epochs).count
    let number = String(metrics.epoch)
    let padding = String(repeating: " ", count: max(0, width - number.count))
    let set = metrics.set.rawValue.capitalized
    let figures = String(
      format: "Train Loss: %.4f | \(set) Loss: %.4f | \(set) Acc: %.4f", metrics.trainLoss,
      metrics.loss, metrics.accuracy)
    return "Epoch \(padding)\(number)/\(epochs) | \(figures)"
  }

  /// Removes the line of progress, so that something else can be printed.
  func clear() { line.clear() }

  private func progress(_ text: String) {
    line.show("epoch \(shownEpoch)/\(epochs)  \(text)")
  }

  // A moving average of about 20 steps, because the speed of single steps varies too much.
  private func smoothed(_ speed: Double) -> Double {
    let mean = imagesPerSecond.map { $0 * 0.95 + speed * 0.05 } ?? speed
    imagesPerSecond = mean
    return mean
  }
}
