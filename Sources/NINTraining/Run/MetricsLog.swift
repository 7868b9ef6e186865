import Foundation
import NINCheckpoints

/// Appends to a run's `metrics.jsonl` and `results.csv`.
final class MetricsLog {
  private let folder: RunFolder
  private let metrics: FileHandle
  private let results: FileHandle

  /// Starts the files, or cuts off what a resumed run will write again.
  init(_ folder: RunFolder, measuring set: EpochMetrics.MeasuredSet, resumingAt state: RunState)
    throws
  {
    self.folder = folder
    try Self.keep(folder.metricsPath, header: "") { line in
      guard let place = try? JSONDecoder().decode(Place.self, from: Data(line.utf8)) else {
        return false
      }
      return place.step <= state.step && (place.trainLoss == nil || place.epoch <= state.epoch)
    }
    try Self.keep(folder.resultsPath, header: EpochMetrics.csvHeader(set)) { line in
      (Int(line.prefix { $0 != "," }) ?? Int.max) <= state.epoch
    }
    metrics = try Self.append(to: folder.metricsPath)
    results = try Self.append(to: folder.resultsPath)
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

  private struct Place: Decodable {
    let epoch: Int
    let step: Int
    // Only the line of an epoch has it.
    let trainLoss: Double?

    enum CodingKeys: String, CodingKey {
      case epoch, step
      case trainLoss = "train_loss"
    }
  }

  private static func keep(
    _ path: String, header: String, _ belongs: (Substring) -> Bool
  ) throws(CheckpointError) {
    let former = FileManager.default.contents(atPath: path) ?? Data()
    let lines = String(decoding: former, as: UTF8.self).split(separator: "\n")
    let kept = lines.dropFirst(header.isEmpty ? 0 : 1).filter(belongs).map { $0 + "\n" }
    try AtomicFile.save(Data((header + kept.joined()).utf8), to: path)
  }

  private static func append(to path: String) throws(CheckpointError) -> FileHandle {
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw CheckpointError(path: path, reason: "cannot be opened for writing")
    }
    _ = try? file.seekToEnd()
    return file
  }
}
