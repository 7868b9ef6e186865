import Foundation
import NINDatasets

/// Shows the progress of a download:
/// "cifar-10-binary.tar.gz  12.3 of 170.1 MB  55 kB/s  47:50 left".
final class FetchPrinter {
  private let line: ProgressLine
  private var first: (progress: DatasetFetch.Progress, time: ContinuousClock.Instant)?

  init(_ console: Console) {
    line = ProgressLine(console)
  }

  func show(_ progress: DatasetFetch.Progress) {
    guard progress.bytes > 0 else { return }
    if first?.progress.file != progress.file { first = (progress, .now) }
    line.show(text(progress))
  }

  func clear() { line.clear() }

  private func text(_ progress: DatasetFetch.Progress) -> String {
    let megabytes = { (bytes: Int) in String(format: "%.1f", Double(bytes) / 1e6) }
    let total = progress.total.map { " of \(megabytes($0))" } ?? ""
    var text = "\(progress.file)  \(megabytes(progress.bytes))\(total) MB"
    guard let first else { return text }
    let seconds = (ContinuousClock.now - first.time) / .seconds(1)
    let speed = Double(progress.bytes - first.progress.bytes) / seconds
    guard speed.isFinite, speed > 0 else { return text }
    text += String(format: "  %.0f kB/s", speed / 1e3)
    guard let total = progress.total else { return text }
    return text + "  \(RemainingTime.text(Double(total - progress.bytes) / speed)) left"
  }
}
