import Foundation
import Testing

/// `nin train` as a program. The suites in this one run one after another.
@Suite(.serialized) struct TrainTests {
  // 10 steps per epoch, 20 in all, some milliseconds each.
  static let options = [
    "train", "--dataset", "shapes", "--limit-train", "310", "--limit-test", "40", "--batch-size",
    "32", "--epochs", "2", "--clip", "5",
  ]
  static let kept = ["weights/last.safetensors", "weights/best.safetensors", "state.safetensors"]

  @Test func printsTheNotebooksLineAndNothingElse() throws {
    let folder = try TemporaryFolder()
    let result = try Self.straightRun(in: folder)
    #expect(result.code == 0, "\(result.error)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines {
      #expect(
        line.wholeMatch(
          of: /Epoch \d\/2 \| Train Loss: \d\.\d{4} \| Test Loss: \d\.\d{4} \| Test Acc: \d\.\d{4}/)
          != nil, "\(line)")
    }
    for file in ["curves.svg", "confusion_matrix.csv", "confusion_matrix.svg", "report.html"] {
      #expect(try !folder.data("straight/\(file)").isEmpty)
    }
  }

  /// For 40 images, the mean of the means of batches of 32 is not that of batches of 64.
  @Test(arguments: [[], ["--contrast"], ["--whiten", "--size", "12"]])
  func oneModelHasOneLoss(_ options: [String]) throws {
    let folder = try TemporaryFolder()
    let run = try folder.nin.run(Self.options + options + ["--output", "run", "--epochs", "1"])
    let trained = try #require(run.output.firstMatch(of: /Test Loss: (\d\.\d{4})/)?.1)
    for subject in ["run", "run/weights/last.safetensors"] {
      let tested = try folder.nin.run(["eval", subject, "--limit-test", "40"])
      #expect(tested.output.contains("Loss:  \(trained)"), "\(tested.output)")
    }
  }

  @Test func threadsDoNotChangeABit() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.straightRun(in: folder).code == 0)
    #expect(
      try folder.nin.run(Self.options + ["--output", "one", "--threads", "1"]).code == 0)
    try Self.expectEqual("straight", "one", in: folder)
  }

  /// Otherwise the output would go into the files of the run that get these numbers.
  @Test func closedDescriptorsDoNotReachTheFiles() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.straightRun(in: folder).code == 0)
    let options = Self.options.joined(separator: " ")
    let result = try folder.nin.shell("\"$NIN\" \(options) --output closed <&- >&- 2>&-")
    #expect(result.code == 0)
    try Self.expectEqual("straight", "closed", in: folder)
    let lines = String(decoding: try folder.data("closed/results.csv"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 3 && lines[0].hasPrefix("epoch,step,"), "\(lines)")
  }

  @Test func nonFiniteLossStopsAndKeepsTheCheckpoint() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(
      Self.options + ["--output", "run", "--optimizer", "sgd", "--lr", "1e6", "--no-normalize"])
    #expect(result.code == 1)
    #expect(result.errorLines.first?.contains("the loss is") == true, "\(result.error)")
    #expect(result.errorLines.first?.contains("--lr") == true)
    #expect(try folder.nin.run(["train", "--resume", "run", "--max-steps", "1"]).code == 0)
  }

  /// Foundation's function for the folder of a file traps on such names.
  @Test func namesOfOneCharacterAreNames() throws {
    let folder = try TemporaryFolder()
    let start = Self.options + ["--max-steps", "1", "--output", "r"]
    #expect(try folder.nin.run(start).code == 0)
    #expect(try folder.nin.run(["data", "show", "shapes", "--output", "p"]).code == 0)
    #expect(folder.exists("p"))
  }

  @Test func runsAreNumbered() throws {
    let folder = try TemporaryFolder()
    for _ in 0..<2 { #expect(try folder.nin.run(Self.options + ["--max-steps", "1"]).code == 0) }
    #expect(folder.exists("runs/nin-small-shapes-001/options.json"))
    #expect(folder.exists("runs/nin-small-shapes-002/environment.json"))
  }
}

// MARK: What all suites use

extension TrainTests {
  static func straightRun(in folder: TemporaryFolder) throws -> Executable.Result {
    try folder.nin.run(TrainTests.options + ["--output", "straight"])
  }

  static func expectEqual(
    _ a: String, _ b: String, in folder: TemporaryFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for file in TrainTests.kept {
      #expect(
        try folder.data("\(a)/\(file)") == folder.data("\(b)/\(file)"), "\(file)",
        sourceLocation: sourceLocation)
    }
    #expect(
      try losses(a, in: folder) == losses(b, in: folder), sourceLocation: sourceLocation)
  }

  /// The metrics of each step and epoch, without the speed.
  static func losses(_ run: String, in folder: TemporaryFolder) throws -> [[String: Double]] {
    let text = String(decoding: try folder.data("\(run)/metrics.jsonl"), as: UTF8.self)
    return try text.split(separator: "\n").map { line in
      var values = try JSONDecoder().decode([String: Double].self, from: Data(line.utf8))
      for name in ["images_per_second", "seconds"] { values[name] = nil }
      return values
    }
  }

  static func waitForStep(_ running: Executable.Running) throws {
    try waitFor(running) { $0.contains("step 1/") }
  }

  static func waitFor(
    _ running: Executable.Running, _ condition: (String) -> Bool
  ) throws {
    for _ in 0..<6000 {
      if condition(running.errorSoFar) { return }
      Thread.sleep(forTimeInterval: 0.01)
    }
    Issue.record("waited in vain; standard error: \(running.errorSoFar)")
  }
}
