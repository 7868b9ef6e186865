import Foundation
import NINTraining
import Testing

extension TrainTests {
  /// The options that a run records give the same run again.
  @Suite struct Options {
    @Test func aRunsOptionsGiveTheSameRunAgain() throws {
      let folder = try TemporaryFolder()
      let options =
        TrainTests.options + ["--augment", "--no-normalize", "--chunk", "5", "--seed", "9"]
      #expect(try folder.nin.run(options + ["--output", "straight"]).code == 0)
      for config in ["straight", "straight/options.json"] {
        let again = try folder.nin.run([
          "train", "--config", config, "--output", "again-\(config.count)",
        ])
        #expect(again.code == 0, "\(again.error)")
        try TrainTests.expectEqual("straight", "again-\(config.count)", in: folder)
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
      ("{", "[", "it is not JSON"),
    ])
    func wrongConfigurationsAreNamed(_ part: String, _ other: String, _ message: String) throws {
      let folder = try TemporaryFolder()
      #expect(
        try folder.nin.run(TrainTests.options + ["--max-steps", "1", "--output", "run"]).code == 0)
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
      let dry = try folder.nin.run(TrainTests.options + ["--dry-run"])
      #expect(dry.code == 0 && dry.error.isEmpty, "\(dry.error)")
      #expect(!folder.exists("runs"))
      #expect(
        try folder.nin.run(TrainTests.options + ["--max-steps", "1", "--output", "run"]).code == 0)
      let kept = try JSONDecoder().decode(Recipe.self, from: try folder.data("run/options.json"))
      var printed = try JSONDecoder().decode(Recipe.self, from: Data(dry.output.utf8))
      printed.maximumSteps = 1
      #expect(printed == kept)
      let resumed = try folder.nin.run(["train", "--resume", "run", "--dry-run", "--epochs", "5"])
      let continued = try JSONDecoder().decode(Recipe.self, from: Data(resumed.output.utf8))
      #expect(continued.epochs == 5 && continued.maximumSteps == nil)
    }
  }
}
