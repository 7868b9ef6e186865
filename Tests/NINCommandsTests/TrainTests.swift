import Foundation
import NINTraining
import Testing

@testable import NINCommands

/// `nin train` from the outside: a run that is stopped in whatever way goes on as if it had not been.
@Suite(.serialized) struct TrainTests {
  // 10 steps an epoch, 20 in all, some milliseconds each.
  static let options = [
    "train", "--dataset", "shapes", "--limit-train", "310", "--limit-test", "40", "--batch-size",
    "32", "--epochs", "2", "--clip", "5",
  ]
  static let kept = ["weights/last.safetensors", "weights/best.safetensors", "state.safetensors"]

  private func straightRun(in folder: TemporaryFolder) throws -> Executable.Result {
    try folder.nin.run(Self.options + ["--output", "straight"])
  }

  private func expectEqual(
    _ a: String, _ b: String, in folder: TemporaryFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for file in Self.kept {
      #expect(
        try folder.data("\(a)/\(file)") == folder.data("\(b)/\(file)"), "\(file)",
        sourceLocation: sourceLocation)
    }
    #expect(
      try losses(a, in: folder) == losses(b, in: folder), sourceLocation: sourceLocation)
  }

  /// What the metrics say of each step and epoch, speed apart.
  private func losses(_ run: String, in folder: TemporaryFolder) throws -> [[String: Double]] {
    let text = String(decoding: try folder.data("\(run)/metrics.jsonl"), as: UTF8.self)
    return try text.split(separator: "\n").map { line in
      var values = try JSONDecoder().decode([String: Double].self, from: Data(line.utf8))
      for name in ["images_per_second", "seconds"] { values[name] = nil }
      return values
    }
  }

  @Test func printsTheNotebooksLineAndNothingElse() throws {
    let folder = try TemporaryFolder()
    let result = try straightRun(in: folder)
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

  @Test(arguments: [[7], [10], [3, 11, 19]])
  func resumedRunEqualsTheStraightOne(_ stops: [Int]) throws {
    let folder = try TemporaryFolder()
    #expect(try straightRun(in: folder).code == 0)
    var start = Self.options + ["--output", "resumed"]
    for stop in stops {
      #expect(try folder.nin.run(start + ["--max-steps", "\(stop)"]).code == 0)
      start = ["train", "--resume", "resumed"]
    }
    #expect(try folder.nin.run(start).code == 0)
    try expectEqual("straight", "resumed", in: folder)
  }

  @Test func aRunsOptionsGiveTheSameRunAgain() throws {
    let folder = try TemporaryFolder()
    let options = Self.options + ["--augment", "--no-normalize", "--chunk", "5", "--seed", "9"]
    #expect(try folder.nin.run(options + ["--output", "straight"]).code == 0)
    for config in ["straight", "straight/options.json"] {
      let again = try folder.nin.run([
        "train", "--config", config, "--output", "again-\(config.count)",
      ])
      #expect(again.code == 0, "\(again.error)")
      try expectEqual("straight", "again-\(config.count)", in: folder)
    }
    let shorter = try folder.nin.run(
      ["train", "--config", "straight", "--epochs", "1", "--output", "shorter"])
    #expect(shorter.output.hasPrefix("Epoch 1/1 "), "\(shorter.error)")
  }

  @Test(arguments: [
    ("\"epochs\" : 2", "\"epoch\" : 2", "it lacks 'epochs'"),
    ("\"epochs\" : 2", "\"epochs\" : 2, \"speed\" : 1", "there is no option 'speed'"),
    (
      "\"kind\" : \"adam\"", "\"kind\" : \"adam\", \"beta\" : 1",
      "there is no option 'optimizer.beta'"
    ),
    ("\"epochs\" : 2", "\"epochs\" : \"two\"", "'epochs' has an impossible value"),
    ("\"epochs\" : 2", "\"epochs\" : -2", "impossible options: epochs is -2; a number from 1"),
    ("{", "[", "it is no JSON"),
  ])
  func wrongConfigurationsAreNamed(_ part: String, _ other: String, _ message: String) throws {
    let folder = try TemporaryFolder()
    #expect(try folder.nin.run(Self.options + ["--max-steps", "1", "--output", "run"]).code == 0)
    let text = String(decoding: try folder.data("run/options.json"), as: UTF8.self)
    #expect(text.contains(part))
    try folder.write(Data(text.replacingOccurrences(of: part, with: other).utf8), to: "my.json")
    let result = try folder.nin.run(["train", "--config", "my.json"])
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1)
    #expect(result.errorLines.first?.contains("my.json: ") == true)
    #expect(result.errorLines.first?.contains(message) == true, "\(result.error)")
  }

  @Test func dryRunPrintsTheOptionsThatTheRunWillHave() throws {
    let folder = try TemporaryFolder()
    let dry = try folder.nin.run(Self.options + ["--dry-run"])
    #expect(dry.code == 0 && dry.error.isEmpty, "\(dry.error)")
    #expect(!folder.exists("runs"))
    #expect(try folder.nin.run(Self.options + ["--max-steps", "1", "--output", "run"]).code == 0)
    let kept = try JSONDecoder().decode(Recipe.self, from: try folder.data("run/options.json"))
    var printed = try JSONDecoder().decode(Recipe.self, from: Data(dry.output.utf8))
    printed.maximumSteps = 1
    #expect(printed == kept)
    let resumed = try folder.nin.run(["train", "--resume", "run", "--dry-run", "--epochs", "5"])
    let continued = try JSONDecoder().decode(Recipe.self, from: Data(resumed.output.utf8))
    #expect(continued.epochs == 5 && continued.maximumSteps == nil)
  }

  /// Whatever became of the files, and wherever a process ended: all is made of the state again.
  @Test func aFinishedRunIsRepaired() throws {
    let folder = try TemporaryFolder()
    #expect(try straightRun(in: folder).code == 0)
    let reports = ["report.html", "curves.svg", "confusion_matrix.csv", "confusion_matrix.svg"]
    let before = try (Self.kept + reports).map { try folder.data("straight/\($0)") }
    for name in reports + ["weights"] {
      try FileManager.default.removeItem(at: folder.url.appendingPathComponent("straight/\(name)"))
    }
    let repaired = try folder.nin.run(["train", "--resume", "straight"])
    #expect(repaired.code == 0)
    #expect(repaired.error.contains("Repaired: straight/weights/best.safetensors\n"))
    #expect(repaired.error.contains("Repaired: straight/weights/last.safetensors\n"))
    #expect(try (Self.kept + reports).map { try folder.data("straight/\($0)") } == before)
    let again = try folder.nin.run(["train", "--resume", "straight"])
    #expect(again.code == 0 && !again.error.contains("Repaired"), "\(again.error)")
  }

  @Test func anotherInstructionSetIsSaid() throws {
    let folder = try TemporaryFolder()
    let start = Self.options + ["--max-steps", "1", "--output", "run"]
    #expect(try folder.nin.run(start).code == 0)
    let other = try folder.nin.run(["train", "--resume", "run", "--isa", "scalar"])
    #expect(other.code == 0 && other.error.contains("with scalar its results will differ"))
    let same = try folder.nin.run(["train", "--resume", "run"])
    #expect(same.code == 0 && !same.error.contains("Warning"), "\(same.error)")
  }

  /// 40 images in batches of 32 have another mean of means than in batches of 64.
  @Test func oneModelHasOneLoss() throws {
    let folder = try TemporaryFolder()
    let run = try folder.nin.run(Self.options + ["--output", "run", "--epochs", "1"])
    let trained = try #require(run.output.firstMatch(of: /Test Loss: (\d\.\d{4})/)?.1)
    for subject in ["run", "run/weights/last.safetensors"] {
      let tested = try folder.nin.run(["eval", subject, "--limit-test", "40"])
      #expect(tested.output.contains("Loss:  \(trained)"), "\(tested.output)")
    }
  }

  @Test func aFinishedRunSaysSoWhenItIsResumed() throws {
    let folder = try TemporaryFolder()
    #expect(try straightRun(in: folder).code == 0)
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
    let start = Self.options + ["--val-split", "90"]
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
    try expectEqual("straight", "resumed", in: folder)
    #expect(try folder.data("straight/test.json") == folder.data("resumed/test.json"))
  }

  @Test func threadsDoNotChangeABit() throws {
    let folder = try TemporaryFolder()
    #expect(try straightRun(in: folder).code == 0)
    #expect(
      try folder.nin.run(Self.options + ["--output", "one", "--threads", "1"]).code == 0)
    try expectEqual("straight", "one", in: folder)
  }

  @Test func killedRunGoesOnAsIfItHadNot() throws {
    let folder = try TemporaryFolder()
    #expect(try straightRun(in: folder).code == 0)
    // A checkpoint after each step, so that most kills hit the writing of one.
    let often = ["--checkpoint-minutes", "0"]
    var start = Self.options + ["--output", "killed"] + often
    var killed = 0
    for _ in 0..<5 {
      let running = try folder.nin.start(start)
      try waitFor(running) { $0.contains("Run: ") }
      Thread.sleep(forTimeInterval: .random(in: 0...0.2))
      kill(running.process.processIdentifier, SIGKILL)
      if try running.finish().code == SIGKILL { killed += 1 }
      start = ["train", "--resume", "killed"] + often
    }
    #expect(killed > 0)
    let last = try folder.nin.run(start)
    #expect(last.code == 0, "\(last.error)")
    try expectEqual("straight", "killed", in: folder)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func interruptSavesAndSaysHowToGoOn(_ signal: Int32) throws {
    let folder = try TemporaryFolder()
    #expect(try straightRun(in: folder).code == 0)
    let running = try folder.nin.start(Self.options + ["--output", "stopped"])
    try waitForStep(running)
    kill(running.process.processIdentifier, signal)
    let result = try running.finish()
    #expect(result.code == 128 + signal, "\(result.error)")
    #expect(result.error.contains("nin train --resume stopped"))
    #expect(try folder.nin.run(["train", "--resume", "stopped"]).code == 0)
    try expectEqual("straight", "stopped", in: folder)
  }

  @Test func underNohupATerminalMayClose() throws {
    let folder = try TemporaryFolder()
    let options = Self.options.joined(separator: " ")
    let running = try folder.nin.start(
      ["-c", "trap '' HUP; exec \"$NIN\" \(options) --output run"], executable: "/bin/sh")
    try waitForStep(running)
    kill(running.process.processIdentifier, SIGHUP)
    #expect(try running.finish().code == 0)
  }

  /// Else the run's files would get the numbers, and with them what is printed.
  @Test func closedDescriptorsDoNotReachTheFiles() throws {
    let folder = try TemporaryFolder()
    #expect(try straightRun(in: folder).code == 0)
    let options = Self.options.joined(separator: " ")
    let result = try folder.nin.shell("\"$NIN\" \(options) --output closed <&- >&- 2>&-")
    #expect(result.code == 0)
    try expectEqual("straight", "closed", in: folder)
    let lines = String(decoding: try folder.data("closed/results.csv"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 3 && lines[0].hasPrefix("epoch,step,"), "\(lines)")
  }

  @Test func twoProcessesDoNotTrainOneRun() throws {
    let folder = try TemporaryFolder()
    let long = ["train", "--dataset", "shapes", "--epochs", "1000", "--output", "run"]
    let running = try folder.nin.start(long)
    try waitForStep(running)
    let second = try folder.nin.run(["train", "--resume", "run"])
    #expect(second.code == 1)
    #expect(second.errorLines == ["Error: run: this run is being trained already"])
    kill(running.process.processIdentifier, SIGKILL)
    _ = try running.finish()
    #expect(try folder.nin.run(["train", "--resume", "run", "--max-steps", "1"]).code == 0)
  }

  @Test func secondInterruptLeavesAtOnce() throws {
    let folder = try TemporaryFolder()
    // A step of this batch takes many seconds.
    let running = try folder.nin.start([
      "train", "--dataset", "shapes", "--model", "nin", "--batch-size", "1024", "--limit-test",
      "10", "--output", "run",
    ])
    try waitFor(running) { $0.contains("Run: ") }
    kill(running.process.processIdentifier, SIGINT)
    try waitFor(running) { $0.contains("Stopping") }
    let start = ContinuousClock.now
    kill(running.process.processIdentifier, SIGINT)
    #expect(try running.finish().code == 130)
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  private func waitForStep(_ running: Executable.Running) throws {
    try waitFor(running) { $0.contains("step 1/") }
  }

  private func waitFor(
    _ running: Executable.Running, _ condition: (String) -> Bool
  ) throws {
    for _ in 0..<6000 {
      if condition(running.errorSoFar) { return }
      Thread.sleep(forTimeInterval: 0.01)
    }
    Issue.record("waited in vain; standard error: \(running.errorSoFar)")
  }

  @Test func fullDiskLeavesTheFormerCheckpoint() throws {
    let folder = try TemporaryFolder()
    #expect(
      try folder.nin.run(Self.options + ["--output", "run", "--max-steps", "5"]).code == 0)
    let former = try folder.data("run/state.safetensors")
    // A limit on the size of files stands in for the disk: the state is larger than 100 blocks.
    let result = try folder.nin.shell("ulimit -f 100; \"$NIN\" train --resume run --max-steps 8")
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1)
    #expect(result.errorLines.first?.contains("run/state.safetensors") == true, "\(result.error)")
    #expect(try folder.data("run/state.safetensors") == former)
    #expect(try folder.nin.run(["train", "--resume", "run", "--max-steps", "8"]).code == 0)
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

  /// Foundation's way to find the folder of a file traps on such names.
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
