import Foundation
import NINCommunication
import Testing

/// What becomes of a shared training when something happens to a rank or to the launcher.
@Suite(.enabled(if: MPI.isHere, "needs mpirun and MPI"), .serialized) struct RankFailureTests {
  private static let training =
    "train --dataset shapes --limit-train 64 --limit-test 16 --batch-size 16 --shards 4 "
    + "--schedule constant"

  /// A long training and the process numbers of its ranks, after some steps.
  private func longTraining(
    _ folder: TemporaryFolder, environment: [String: String] = [:]
  ) throws -> (Executable.Running, [Int32]) {
    let arguments = Self.training.split(separator: " ").map(String.init)
    let running = try folder.nin.start(
      ranks: 3, arguments + ["--epochs", "400", "--output", "run"],
      environment: environment.merging(["OMP_NUM_THREADS": "1"]) { own, _ in own })
    let deadline = Date(timeIntervalSinceNow: 60)
    while (try? folder.data("run/metrics.jsonl").count) ?? 0 < 2000, Date() < deadline {
      usleep(20_000)
    }
    let ranks = Self.children(of: running.process.processIdentifier)
    try #require(ranks.count == 3, "\(running.errorSoFar)")
    return (running, ranks)
  }

  /// By the number of their parent in `/proc`, in the order in which they were started.
  private static func children(of parent: Int32) -> [Int32] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { Int32($0) }.filter { number in
      let stat = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)) ?? ""
      let rest = stat.split(separator: ")").last?.split(separator: " ") ?? []
      return rest.count > 1 && Int32(rest[1]) == parent
    }.sorted()
  }

  /// The seconds until the launcher ends, and the processes that it leaves.
  private func end(_ running: Executable.Running) throws -> (Double, Executable.Result) {
    let start = ContinuousClock.now
    let result = try running.finish()
    return ((ContinuousClock.now - start) / .seconds(1), result)
  }

  /// Resumed on another number of ranks, the run gives the bits of one that was not stopped.
  private func expectSameEnd(_ folder: TemporaryFolder, ranks: Int) throws {
    let state = String(
      decoding: try folder.data("run/state.safetensors").prefix(65_536), as: UTF8.self)
    let step = try #require(
      state.firstMatch(of: /\\"step\\":(\d+)/).flatMap { Int($0.1) }, "\(state)")
    let last = ["--epochs", "\(step / 4 + 2)"]
    let resumed = try folder.nin.run(ranks: ranks, ["train", "--resume", "run"] + last)
    #expect(resumed.code == 0, "\(resumed.error)")
    let other = try TemporaryFolder()
    let arguments = Self.training.split(separator: " ").map(String.init)
    let whole = try other.nin.run(arguments + last + ["--output", "run"])
    #expect(whole.code == 0, "\(whole.error)")
    #expect(try folder.data("run/state.safetensors") == other.data("run/state.safetensors"))
  }

  @Test(arguments: [0, 2])
  func aKilledRankEndsTheJob(_ victim: Int) throws {
    let folder = try TemporaryFolder()
    let (running, ranks) = try longTraining(folder)
    kill(ranks[victim], SIGKILL)
    let (seconds, result) = try end(running)
    #expect(result.code != 0)
    #expect(seconds < 15)
    try expectSameEnd(folder, ranks: 2)
  }

  @Test func aStoppedRankIsNamed() throws {
    let folder = try TemporaryFolder()
    let (running, ranks) = try longTraining(folder, environment: ["NIN_RANK_TIMEOUT": "5"])
    kill(ranks[1], SIGSTOP)
    let (seconds, result) = try end(running)
    #expect(result.code == 1)
    #expect(seconds < 20)
    #expect(result.errorLines.count == 1, "\(result.error)")
    #expect(result.errorLines.first?.contains("rank 1 on ") == true)
    #expect(result.errorLines.first?.contains("has not answered for 5 s") == true)
    #expect(result.errorLines.first?.contains("--resume") == true)
  }

  /// Ctrl-C is a SIGINT to `mpirun`.
  @Test(arguments: [SIGINT, SIGTERM, SIGUSR1])
  func aSignalToTheLauncherSavesTheRun(_ number: Int32) throws {
    let folder = try TemporaryFolder()
    let (running, _) = try longTraining(folder)
    kill(running.process.processIdentifier, number)
    let (seconds, result) = try end(running)
    #expect(seconds < 10)
    #expect(result.code != 0)
    #expect(result.error.contains("Saved after step "), "\(result.error)")
    try expectSameEnd(folder, ranks: 2)
  }
}
