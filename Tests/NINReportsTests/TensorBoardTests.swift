import Foundation
import Testing

@testable import NINReports

/// A Python that can read event files: the one in `NIN_PYTHON`, or `python3`.
private let python = ProcessInfo.processInfo.environment["NIN_PYTHON"] ?? "python3"

private func runPython(_ script: String, _ arguments: [String]) -> String? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [python, "-c", script] + arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  let data = try? output.fileHandleForReading.readToEnd()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? String(decoding: data ?? Data(), as: UTF8.self) : nil
}

private let hasTensorBoard = runPython("import tensorboard", []) != nil

@Suite struct TensorBoardTests {
  /// Values of RFC 3720, appendix B.4, and the usual check value.
  @Test(
    arguments: [
      (Array("123456789".utf8), 0xE306_9283), ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
      ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0..<32), 0x46DD_794E), ([], 0),
    ] as [([UInt8], UInt32)])
  func checksums(_ bytes: [UInt8], _ checksum: UInt32) {
    #expect(CRC32C.checksum(bytes) == checksum)
  }

  /// A record that TensorFlow's own writer has made: `TFRecordWriter.write(b"nin")`.
  @Test func recordsAreTensorFlows() {
    #expect(
      EventRecord.framed(Data("nin".utf8)).map { String(format: "%02x", $0) }.joined()
        == "0300000000000000b099490e6e696e3ac35528")
  }

  /// Steps 1 to 6, where a stop came after step 6 and the checkpoint is from step 4, then 5 to 8.
  @Test(.enabled(if: hasTensorBoard, "no Python with tensorboard (NIN_PYTHON names one)"))
  func tensorBoardReadsOneCurve() throws {
    let run = try RunFixture()
    defer { run.remove() }
    #expect(!TensorBoardLog.isKept(in: run.folder))
    for (first, steps) in [(0, 1...6), (4, 5...8)] {
      let log = try TensorBoardLog(run.folder, resumingAt: first)
      for step in steps {
        try log.observe(.step(run.step(step), batch: 1, of: 4, imagesLeft: 1))
      }
      if first > 0 { try log.observe(.epoch(run.epoch(2), best: run.evaluation, of: 2)) }
      Thread.sleep(forTimeInterval: 1.1)  // names have seconds
    }
    #expect(TensorBoardLog.isKept(in: run.folder))
    let script = """
      import sys
      from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
      events = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0}).Reload()
      print(*sorted(events.Tags()['scalars']))
      print(*[(e.step, round(e.value, 5)) for e in events.Scalars('step/loss')])
      print(*[(e.step, round(e.value, 5)) for e in events.Scalars('epoch/test_accuracy')])
      """
    let steps = (1...8).map { "(\($0), \(Double((2 / Double($0) * 1e5).rounded() / 1e5)))" }
    let tags =
      "epoch/test_accuracy epoch/test_loss epoch/test_top5 epoch/train_loss "
      + "step/images_per_second step/learning_rate step/loss"
    #expect(
      runPython(script, [run.folder.path])
        == "\(tags)\n\(steps.joined(separator: " "))\n(8, 0.66667)\n")
  }
}
