import Foundation
import Testing

extension TrainTests {
  /// A stopped run continues as if it had not been stopped.
  @Suite struct Resume {
    @Test(arguments: [[7], [10], [3, 11, 19]])
    func resumedRunEqualsTheStraightOne(_ stops: [Int]) throws {
      let folder = try TemporaryFolder()
      #expect(try TrainTests.straightRun(in: folder).code == 0)
      var start = TrainTests.options + ["--output", "resumed"]
      for stop in stops {
        #expect(try folder.nin.run(start + ["--max-steps", "\(stop)"]).code == 0)
        start = ["train", "--resume", "resumed"]
      }
      #expect(try folder.nin.run(start).code == 0)
      try TrainTests.expectEqual("straight", "resumed", in: folder)
    }

    /// All files are restored from the state, wherever a process ended.
    @Test func aFinishedRunIsRepaired() throws {
      let folder = try TemporaryFolder()
      #expect(try TrainTests.straightRun(in: folder).code == 0)
      let reports = ["report.html", "curves.svg", "confusion_matrix.csv", "confusion_matrix.svg"]
      let before = try (TrainTests.kept + reports).map { try folder.data("straight/\($0)") }
      for name in reports + ["weights"] {
        try FileManager.default.removeItem(
          at: folder.url.appendingPathComponent("straight/\(name)"))
      }
      let repaired = try folder.nin.run(["train", "--resume", "straight"])
      #expect(repaired.code == 0)
      #expect(repaired.error.contains("Repaired: straight/weights/best.safetensors\n"))
      #expect(repaired.error.contains("Repaired: straight/weights/last.safetensors\n"))
      #expect(try (TrainTests.kept + reports).map { try folder.data("straight/\($0)") } == before)
      let again = try folder.nin.run(["train", "--resume", "straight"])
      #expect(again.code == 0 && !again.error.contains("Repaired"), "\(again.error)")
    }

    @Test func anotherInstructionSetIsSaid() throws {
      let folder = try TemporaryFolder()
      let start = TrainTests.options + ["--max-steps", "1", "--output", "run"]
      #expect(try folder.nin.run(start).code == 0)
      let other = try folder.nin.run(["train", "--resume", "run", "--isa", "scalar"])
      #expect(other.code == 0 && other.error.contains("with scalar its results differ"))
      let same = try folder.nin.run(["train", "--resume", "run"])
      #expect(same.code == 0 && !same.error.contains("Warning"), "\(same.error)")
    }

    @Test func aFinishedRunSaysSoWhenItIsResumed() throws {
      let folder = try TemporaryFolder()
      #expect(try TrainTests.straightRun(in: folder).code == 0)
      for file in ["options.json", "environment.json"] {
        #expect(try folder.data("straight/\(file)").last == UInt8(ascii: "\n"))
      }
      let again = try folder.nin.run(["train", "--resume", "straight"])
      #expect(again.code == 0 && again.output.isEmpty)
      #expect(again.error.contains("Nothing to do: all 2 epochs are done"), "\(again.error)")
      #expect(again.error.contains("nin train --resume straight --epochs N"))
      let more = try folder.nin.run(["train", "--resume", "straight", "--epochs", "3"])
      #expect(more.output.hasPrefix("Epoch 3/3 "), "\(more.error)")
    }

    @Test func validationSplitIsKeptByTheResumedRun() throws {
      let folder = try TemporaryFolder()
      let start = TrainTests.options + ["--val-split", "90"]
      let straight = try folder.nin.run(start + ["--output", "straight"])
      #expect(straight.code == 0, "\(straight.error)")
      let lines = straight.output.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(
        lines[0].wholeMatch(
          of: /Epoch 1\/2 \| Train Loss: \d\.\d{4} \| Val Loss: \d\.\d{4} \| Val Acc: \d\.\d{4}/)
          != nil, "\(lines[0])")
      #expect(
        lines[2].wholeMatch(
          of: /Test of the best model: Test Loss: \d\.\d{4} \| Test Acc: \d\.\d{4}/) != nil)
      #expect(straight.error.contains("220 to train on, 90 to validate, 40 to test"))
      #expect(try folder.nin.run(start + ["--output", "resumed", "--max-steps", "9"]).code == 0)
      let resumed = try folder.nin.run(["train", "--resume", "resumed"])
      #expect(resumed.output.split(separator: "\n") == Array(lines[1...]))
      try TrainTests.expectEqual("straight", "resumed", in: folder)
      #expect(try folder.data("straight/test.json") == folder.data("resumed/test.json"))
    }

    @Test func fullDiskLeavesTheFormerCheckpoint() throws {
      let folder = try TemporaryFolder()
      #expect(
        try folder.nin.run(TrainTests.options + ["--output", "run", "--max-steps", "5"]).code == 0)
      let former = try folder.data("run/state.safetensors")
      // A limit on the size of files replaces a full disk: the state is larger than 100 blocks.
      let result = try folder.nin.shell("ulimit -f 100; \"$NIN\" train --resume run --max-steps 8")
      #expect(result.code == 1)
      #expect(result.errorLines.count == 1)
      #expect(result.errorLines.first?.contains("run/state.safetensors") == true, "\(result.error)")
      #expect(try folder.data("run/state.safetensors") == former)
      #expect(try folder.nin.run(["train", "--resume", "run", "--max-steps", "8"]).code == 0)
    }
  }
}
