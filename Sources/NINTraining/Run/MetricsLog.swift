import Foundation
import NINCheckpoints

/// Appends to a run's `metrics.jsonl` and `results.csv`.
final class MetricsLog {
  private let folder: RunFolder
  private let metrics: FileHandle
  private let results: FileHandle

  /// The completed epochs whose lines are missing.
  let missingEpochs: [Int]

  /// Creates the files. For a resumed run, it removes the lines that the run will write again and
  /// lines that are not of this run, and makes `results.csv` from `metrics.jsonl`.
  /// - Throws: `CheckpointError` when a file cannot be written.
  init(
    _ folder: RunFolder, measuring set: EpochMetrics.MeasuredSet, resumingAt state: RunState,
    stepsPerEpoch: Int
  ) throws {
    self.folder = folder
    let former = FileManager.default.contents(atPath: folder.metricsPath) ?? Data()
    var (kept, epochs): (Data, [Int: EpochMetrics]) = (Data(), [:])
    for text in former.split(separator: UInt8(ascii: "\n")) {
      guard let line = MetricsLine(text), line.isPossible(stepsPerEpoch: stepsPerEpoch),
        line.isBefore(state)
      else { continue }
      if case .epoch(let metrics) = line {
        guard metrics.set == set, epochs.updateValue(metrics, forKey: metrics.epoch) == nil else {
          continue
        }
      }
      kept += text + [UInt8(ascii: "\n")]
    }
    missingEpochs = (1..<(state.epoch + 1)).filter { epochs[$0] == nil }
    let rows = epochs.sorted { $0.key < $1.key }.map(\.value.csvLine).joined()
    try AtomicFile.save(kept, to: folder.metricsPath)
    try AtomicFile.save(Data((EpochMetrics.csvHeader(set) + rows).utf8), to: folder.resultsPath)
    metrics = try Self.append(to: folder.metricsPath)
    results = try Self.append(to: folder.resultsPath)
  }

  /// Waits until all lines are on the disk, so that no state is there without its lines.
  func synchronize() throws(CheckpointError) {
    for (file, path) in [(metrics, folder.metricsPath), (results, folder.resultsPath)] {
      while fsync(file.fileDescriptor) != 0 {
        guard errno == EINTR else {
          throw CheckpointError(
            path: path, reason: "cannot be written: \(String(cString: strerror(errno)))")
        }
      }
    }
  }

  func add(_ step: StepMetrics) throws {
    try write(step)
  }

  func add(_ epoch: EpochMetrics) throws {
    try write(epoch)
    try write(Data(epoch.csvLine.utf8), to: results, folder.resultsPath)
  }

  private func write(_ line: some Encodable) throws {
    let data = try JSONEncoder.sorted.encode(line) + Data("\n".utf8)
    try write(data, to: metrics, folder.metricsPath)
  }

  private func write(
    _ data: Data, to file: FileHandle, _ path: String
  ) throws(CheckpointError) {
    do {
      try file.write(contentsOf: data)
    } catch {
      throw CheckpointError(path: path, reason: "cannot be written; is the disk full?")
    }
  }

  private static func append(to path: String) throws(CheckpointError) -> FileHandle {
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw CheckpointError(path: path, reason: "cannot be opened for writing")
    }
    _ = try? file.seekToEnd()
    return file
  }
}
