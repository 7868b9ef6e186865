import Foundation
import NINDatasets
import NINOptimizers
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

    private func recipe(
      _ options: String, in folder: TemporaryFolder? = nil
    ) throws -> Recipe {
      let folder = try folder ?? TemporaryFolder()
      let result = try folder.nin.run(
        ["train", "--dry-run"] + options.split(separator: " ").map(String.init))
      #expect(result.code == 0, "\(result.error)")
      return try JSONDecoder().decode(Recipe.self, from: Data(result.output.utf8))
    }

    @Test(arguments: [
      ("--recipe cifar10 --dataset svhn", false), ("--recipe cifar10 --dataset cifar100", true),
      ("--recipe quickstart --dataset mnist --augment", false),
    ])
    func digitsAreNotMirrored(_ options: String, _ flips: Bool) throws {
      let recipe = try recipe(options)
      #expect(recipe.augmentation?.flips == flips)
      #expect(recipe.normalization == recipe.dataset.usualNormalization)
    }

    @Test func contrastAndAFixedMeanReplaceEachOther() throws {
      let folder = try TemporaryFolder()
      let contrast = try recipe("--recipe paper-cifar10 --contrast --whiten", in: folder)
      #expect(contrast.contrast != nil && contrast.normalization == nil)
      #expect(contrast.whiteningBias != nil && contrast.augmentation == nil)
      try folder.write(try JSONEncoder().encode(contrast), to: "contrast.json")
      let fixed = try recipe("--config contrast.json --normalize", in: folder)
      #expect(fixed.contrast == nil && fixed.normalization != nil)
      let augmented = try recipe("--config contrast.json --augment", in: folder)
      #expect(augmented.contrast != nil && augmented.normalization == nil)
      #expect(augmented.augmentation != nil)
    }

    @Test func weightsBringTheirPreprocessing() throws {
      let usual = try recipe("--recipe cifar10").normalization
      let augmented = try recipe("--weights cifar10 --dataset shapes --augment --cutout 0.5")
      #expect(augmented.normalization == usual && augmented.augmentation?.cutout == 0.5)
      let other = try recipe("--weights cifar10 --dataset shapes --contrast")
      #expect(other.normalization == nil && other.contrast != nil)
    }

    @Test func optionsOfThePaperReachTheRecipe() throws {
      let recipe = try recipe(
        "--dataset shapes --optimizer sgd --schedule milestones --milestones 2,3.5 "
          + "--bias-lr-factor 2 --bias-decay-factor 0 --last-lr-factor 0.1 --dropout 0.25 "
          + "--init normal --init-deviation 0.01,0.05 --mixup 0.2")
      #expect(recipe.schedule.kind == .milestones && recipe.schedule.milestones == [2, 3.5])
      #expect(
        recipe.optimizer.factors
          == ParameterFactors(biasRate: 2, biasDecay: 0, lastLayerRate: 0.1))
      #expect(recipe.weightDeviations == [0.01, 0.05] && recipe.initialization == .normal)
      #expect(recipe.dropout == 0.25 && recipe.augmentation?.mixup == 0.2)
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
