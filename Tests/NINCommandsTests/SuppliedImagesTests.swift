import Foundation
import NINDatasets
import NINKernels
import NINTraining
import Testing

/// A run on pictures that a program made: the command line says so where it would need them.
@Suite struct SuppliedImagesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let shapes = try DrawnShapes.load(trainCount: 20, testCount: 10)
    var recipe = Recipe(.quickstart)
    recipe.maximumSteps = 1
    let run = folder.url.appendingPathComponent("run").path
    let trainer = try Trainer(
      recipe, dataset: Dataset(name: "mine", train: shapes.train, test: shapes.test),
      folder: RunFolder(new: run, stem: "run"), resume: false,
      context: ExecutionContext(threads: 1))
    #expect(try trainer.run(events: { _ in }) == .reachedMaximumSteps)
  }

  @Test(arguments: ["eval run", "train --resume run", "train --config run"])
  func oneLineSaysThatNoFileHoldsThem(_ command: String) throws {
    let result = try folder.nin.run(command.split(separator: " ").map(String.init))
    #expect(result.code == 1)
    #expect(
      result.errorLines == [
        "Error: the images 'mine' were supplied by a program and are not in any file or folder; "
          + "name others with --dataset, or go on in that program"
      ])
  }

  @Test func othersCanBeNamed() throws {
    let result = try folder.nin.run(["eval", "run", "--dataset", "shapes", "--limit-test", "20"])
    #expect(result.code == 0, "\(result.error)")
    #expect(result.output.contains("Data:  shapes, 20 test images"))
  }
}
