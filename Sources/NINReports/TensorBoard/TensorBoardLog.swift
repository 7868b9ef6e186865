import Foundation
import NINCheckpoints
import NINTraining

/// The metrics of a run as event files for TensorBoard, in its folder. Files are only appended to;
/// a resumed run begins a new one.
public final class TensorBoardLog {
  private let path: String
  private let file: FileHandle

  private static let prefix = "events.out.tfevents."

  /// Whether the run has event files, so that it should write more of them when it is resumed.
  public static func isKept(in folder: RunFolder) -> Bool {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return names?.contains { $0.hasPrefix(prefix) } ?? false
  }

  /// Begins a new file.
  /// - Parameters:
  ///   - folder: the folder of the run.
  ///   - step: the number of steps that are done.
  /// - Throws: `CheckpointError` when the file cannot be written.
  public init(_ folder: RunFolder, resumingAt step: Int) throws {
    let now = Date().timeIntervalSince1970
    // Files are read in the order of their names.
    let name = "\(Self.prefix)\(Int(now)).\(ProcessInfo.processInfo.hostName).\(getpid())"
    path = "\(folder.path)/\(name)"
    try AtomicFile.save(
      EventRecord.version(at: now) + EventRecord.start(at: now, step: step + 1), to: path)
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw CheckpointError(path: path, reason: "cannot be opened for writing")
    }
    self.file = file
    _ = try file.seekToEnd()
  }

  /// Adds the metrics of an event, if it has any.
  /// - Throws: `CheckpointError` when the file cannot be written.
  public func observe(_ event: TrainingEvent) throws {
    switch event {
    case .step(let metrics, _, _, _):
      try add(
        [
          ("step/loss", metrics.loss), ("step/learning_rate", Double(metrics.learningRate)),
          ("step/images_per_second", metrics.imagesPerSecond),
        ], at: metrics.step)
    case .epoch(let metrics, _, _):
      let set = metrics.set.rawValue
      try add(
        [
          ("epoch/train_loss", metrics.trainLoss), ("epoch/\(set)_loss", metrics.loss),
          ("epoch/\(set)_accuracy", metrics.accuracy), ("epoch/\(set)_top5", metrics.top5),
        ], at: metrics.step)
    case .evaluating, .tested, .checkpoint, .resumed, .repaired, .warning: break
    }
  }

  private func add(_ values: [(tag: String, value: Double)], at step: Int) throws {
    let time = Date().timeIntervalSince1970
    do {
      try file.write(contentsOf: EventRecord.scalars(values, at: time, step: step))
    } catch {
      throw CheckpointError(path: path, reason: "cannot be written; is the disk full?")
    }
  }
}
