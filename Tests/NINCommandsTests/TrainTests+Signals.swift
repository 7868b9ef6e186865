import Foundation
import Testing

extension TrainTests {
  /// A run that is stopped from outside, in any way, loses nothing.
  @Suite struct Signals {
    /// A run that does not end before it is stopped.
    private static let long =
      TrainTests.options + ["--schedule", "constant", "--epochs", "400"]

    @Test func killedRunGoesOnAsIfItHadNot() throws {
      let folder = try TemporaryFolder()
      #expect(try TrainTests.straightRun(in: folder).code == 0)
      // With a checkpoint after each step, most kills happen while one is written.
      let often = ["--checkpoint-minutes", "0"]
      var start = TrainTests.options + ["--output", "killed"] + often
      var killed = 0
      for _ in 0..<5 {
        let running = try folder.nin.start(start)
        try TrainTests.waitFor(running) { $0.contains("Run: ") }
        // The first kill must not come after the end of the run.
        if killed > 0 { Thread.sleep(forTimeInterval: .random(in: 0...0.2)) }
        kill(running.process.processIdentifier, SIGKILL)
        if try running.finish().code == SIGKILL { killed += 1 }
        start = ["train", "--resume", "killed"] + often
      }
      #expect(killed > 0)
      let last = try folder.nin.run(start)
      #expect(last.code == 0, "\(last.error)")
      try TrainTests.expectEqual("straight", "killed", in: folder)
    }

    #if os(Linux)
      /// The shell makes the file and becomes the program, with the same process number.
      @Test func whatAKilledProcessOfTheSameNumberLeftDoesNoHarm() throws {
        let folder = try TemporaryFolder()
        let result = try folder.nin.shell(
          ": >/dev/shm/__KMP_REGISTERED_LIB_$$_$(id -u); exec \"$NIN\" doctor")
        #expect(result.code == 0, "\(result.error)")
      }
    #endif

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func interruptSavesAndSaysHowToGoOn(_ signal: Int32) throws {
      let folder = try TemporaryFolder()
      let running = try folder.nin.start(Self.long + ["--output", "stopped"])
      try TrainTests.waitForStep(running)
      kill(running.process.processIdentifier, signal)
      let result = try running.finish()
      #expect(result.code == 128 + signal, "\(result.error)")
      #expect(result.error.contains("nin train --resume stopped"))
      let saved = result.error.firstMatch(of: /Saved after step (\d+)/).flatMap { Int($0.1) }
      // An epoch has ten steps.
      let last = ["--epochs", "\(try #require(saved) / 10 + 2)"]
      #expect(try folder.nin.run(["train", "--resume", "stopped"] + last).code == 0)
      #expect(try folder.nin.run(Self.long + last + ["--output", "straight"]).code == 0)
      try TrainTests.expectEqual("straight", "stopped", in: folder)
    }

    @Test func underNohupATerminalMayClose() throws {
      let folder = try TemporaryFolder()
      let options = TrainTests.options.joined(separator: " ")
      let running = try folder.nin.start(
        ["-c", "trap '' HUP; exec \"$NIN\" \(options) --output run"], executable: "/bin/sh")
      try TrainTests.waitForStep(running)
      kill(running.process.processIdentifier, SIGHUP)
      #expect(try running.finish().code == 0)
    }

    @Test func twoProcessesDoNotTrainOneRun() throws {
      let folder = try TemporaryFolder()
      let long = ["train", "--dataset", "shapes", "--epochs", "1000", "--output", "run"]
      let running = try folder.nin.start(long)
      try TrainTests.waitForStep(running)
      let second = try folder.nin.run(["train", "--resume", "run"])
      #expect(second.code == 1)
      #expect(second.errorLines == ["Error: run: this run is being trained already"])
      kill(running.process.processIdentifier, SIGKILL)
      _ = try running.finish()
      #expect(try folder.nin.run(["train", "--resume", "run", "--max-steps", "1"]).code == 0)
    }

    @Test func signalsOfTheSameMomentCountAsOne() throws {
      let folder = try TemporaryFolder()
      let running = try folder.nin.start(Self.long + ["--output", "stopped"])
      try TrainTests.waitForStep(running)
      for signal in [SIGINT, SIGTERM] { kill(running.process.processIdentifier, signal) }
      let result = try running.finish()
      #expect([128 + SIGINT, 128 + SIGTERM].contains(result.code), "\(result.error)")
      #expect(result.error.contains("nin train --resume stopped"))
    }

    @Test func secondInterruptLeavesAtOnce() throws {
      let folder = try TemporaryFolder()
      // A step of this batch takes many seconds.
      let running = try folder.nin.start([
        "train", "--dataset", "shapes", "--model", "nin", "--batch-size", "1024", "--limit-test",
        "10", "--output", "run",
      ])
      try TrainTests.waitFor(running) { $0.contains("Run: ") }
      kill(running.process.processIdentifier, SIGINT)
      try TrainTests.waitFor(running) { $0.contains("Stopping") }
      Thread.sleep(forTimeInterval: 0.3)
      let start = ContinuousClock.now
      kill(running.process.processIdentifier, SIGINT)
      #expect(try running.finish().code == 130)
      #expect(ContinuousClock.now - start < .seconds(2))
    }
  }
}
