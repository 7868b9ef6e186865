import Foundation
import NINCommunication
import Testing

/// Trainings that several processes share.
@Suite(.enabled(if: MPI.isHere, "needs mpirun and MPI"), .serialized) struct RankTests {
  /// Dropout, random variants, clipping and a moving average; the last batch is smaller than the
  /// number of shards.
  private static let training =
    "train --dataset shapes --model nin-cifar10 --limit-train 70 --limit-test 40 --batch-size 32 "
    + "--epochs 2 --augment --cutout 0.3 --clip 1 --average 0.9 --shards 8 --output run"

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  /// What a run ends with: parameters, moments, averages, losses and the best result.
  private static func state(
    _ command: String, ranks: Int, threads: Int = 1
  ) throws -> Data {
    let folder = try TemporaryFolder()
    let environment = ["OMP_NUM_THREADS": "\(threads)"]
    let result =
      ranks == 0
      ? try folder.nin.run(words(command), environment: environment)
      : try folder.nin.run(ranks: ranks, words(command), environment: environment)
    try #require(result.code == 0, "\(result.error)")
    return try folder.data("run/state.safetensors")
  }

  private static let alone = Result { try state(training, ranks: 0, threads: 2) }
  private static let aloneMixed = Result {
    try state(training + " --mixup 0.5 --label-smoothing 0.1", ranks: 0)
  }

  @Test(arguments: [(1, 1), (2, 1), (2, 2), (3, 1), (4, 1), (8, 1)])
  func bitsDoNotDependOnTheNumberOfRanks(_ ranks: Int, _ threads: Int) throws {
    #expect(try Self.state(Self.training, ranks: ranks, threads: threads) == Self.alone.get())
  }

  @Test(arguments: [2, 3])
  func mixedImagesComeFromAllRanks(_ ranks: Int) throws {
    let command = Self.training + " --mixup 0.5 --label-smoothing 0.1"
    #expect(try Self.state(command, ranks: ranks) == Self.aloneMixed.get())
  }

  @Test(arguments: [(3, 2), (2, 0), (0, 4)])
  func aRunGoesOnWithAnyNumberOfRanks(_ first: Int, _ second: Int) throws {
    let folder = try TemporaryFolder()
    func run(_ ranks: Int, _ arguments: [String]) throws {
      let environment = ["OMP_NUM_THREADS": "1"]
      let result =
        ranks == 0
        ? try folder.nin.run(arguments, environment: environment)
        : try folder.nin.run(ranks: ranks, arguments, environment: environment)
      try #require(result.code == 0, "\(result.error)")
    }
    try run(first, Self.words(Self.training) + ["--max-steps", "2"])
    try run(second, ["train", "--resume", "run"])
    #expect(try folder.data("run/state.safetensors") == Self.alone.get())
  }

  @Test func oneRankWritesAndPrints() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(ranks: 3, Self.words(Self.training))
    #expect(result.output.split(separator: "\n").count == 2, "\(result.output)")
    #expect(result.error.contains("Ranks:   3 on "))
    let environment = String(decoding: try folder.data("run/environment.json"), as: UTF8.self)
    #expect(environment.contains("\"ranks\" : 3"))
    let metrics = String(decoding: try folder.data("run/metrics.jsonl"), as: UTF8.self)
    #expect(metrics.split(separator: "\n").count == 3 * 2 + 2)

    let alone = try folder.nin.run(["eval", "run", "--batch-size", "8"])
    let shared = try folder.nin.run(ranks: 3, ["eval", "run", "--batch-size", "8"])
    #expect(shared.output == alone.output)
    #expect(shared.code == 0, "\(shared.error)")
  }

  @Test func picturesOfAFolderAreSharedAndStayInOrder() throws {
    let folder = try TemporaryFolder.withRun()
    for number in 1...11 {
      let pixels = (0..<3072).map { UInt8(($0 * number) % 256) }
      let file = number == 5 ? Data("P6 1".utf8) : Data("P6 32 32 255\n".utf8) + pixels
      try folder.write(file, to: "pictures/\(number).ppm")
    }
    let command = ["predict", "run", "pictures", "--csv"]
    let alone = try folder.nin.run(command)
    let shared = try folder.nin.run(ranks: 3, command)
    #expect(alone.output.split(separator: "\n").count == 51)
    #expect(shared.output == alone.output)
    #expect(shared.error == alone.error)
    #expect(shared.code == alone.code)
  }

  @Test func ranksThatDisagreeEndWithTheFirstDifference() throws {
    let folder = try TemporaryFolder()
    let command = Self.words(Self.training)
    let result = try folder.nin.start(
      MPI.options + ["-n", "2", Executable.path] + command + [":", "-n", "1", Executable.path]
        + command + ["--seed", "2"], executable: MPI.program
    ).finish()
    #expect(result.code == 1)
    #expect(result.error.split(separator: "\n").count == 1, "\(result.error)")
    #expect(
      result.error.contains("the ranks do not have the same recipe.seed: 1 for rank 0 on "),
      "\(result.error)")
    #expect(result.error.contains(", 2 for rank 2 on "))
    #expect(!folder.exists("run"))
  }

  @Test func moreRanksThanShardsAreRefused() throws {
    let folder = try TemporaryFolder()
    let command = Self.words(Self.training) + ["--shards", "2"]
    let result = try folder.nin.run(ranks: 3, command)
    #expect(result.code == 1)
    #expect(result.errorLines.first?.contains("3 ranks") == true, "\(result.error)")
    #expect(result.error.contains("--shards N"))
  }
}
