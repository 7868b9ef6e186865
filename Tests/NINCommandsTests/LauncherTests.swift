import Foundation
import NINCommunication
import Testing

@Suite struct LauncherTests {
  @Test(.enabled(if: MPI.isHere, "needs mpirun and MPI"), arguments: [2, 4])
  func oneRankSpeaksForAll(_ ranks: Int) throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(
      ranks: ranks, ["doctor"], environment: ["OMP_NUM_THREADS": "1"])
    #expect(result.code == 0, "\(result.error)")
    #expect(result.error.isEmpty)
    let lines = result.output.split(separator: "\n").filter { $0.contains("MPI  ") }
    #expect(lines.count == 1)
    #expect(lines.first?.contains(", \(ranks) ranks on ") == true, "\(result.output)")
  }

  @Test(.enabled(if: MPI.isHere, "needs mpirun and MPI"))
  func aCommandThatIsNotSharedRunsOnce() throws {
    let folder = try TemporaryFolder()
    let alone = try folder.nin.run(["summary"])
    let together = try folder.nin.run(ranks: 3, ["summary"])
    #expect(together.code == 0)
    #expect(together.output == alone.output)
    #expect(together.error.isEmpty)
  }

  @Test(.enabled(if: MPI.isHere, "needs mpirun and MPI"))
  func aMistakeIsToldOnce() throws {
    let folder = try TemporaryFolder()
    let alone = try folder.nin.run(["doctor", "--thread", "2"])
    let result = try folder.nin.run(ranks: 3, ["doctor", "--thread", "2"])
    #expect(result.code == 64)
    #expect(result.error == alone.error)
  }

  /// Where MPI is built in, it finds nobody: these processes were started by no launcher.
  @Test func ranksThatCannotFindEachOtherAreRefused() throws {
    let folder = try TemporaryFolder()
    let first = try folder.nin.run(["doctor"], environment: ["PMI_SIZE": "4", "PMI_RANK": "0"])
    #expect(first.code == 1)
    #expect(first.errorLines.count == 1)
    let reason = Launcher.library == nil ? "not built into" : "belongs to another MPI"
    #expect(first.errorLines.first?.contains("mpiexec has started 4 processes") == true)
    #expect(first.errorLines.first?.contains(reason) == true)
    let other = try folder.nin.run(["doctor"], environment: ["PMI_SIZE": "4", "PMI_RANK": "1"])
    #expect(other.code == 1)
    #expect(other.error.isEmpty, "\(other.error)")
  }

  @Test func anImpossibleTimeoutIsNamed() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["doctor"], environment: ["NIN_RANK_TIMEOUT": "soon"])
    #expect(result.code == 1)
    #expect(result.errorLines.first?.contains("NIN_RANK_TIMEOUT is 'soon'") == true)
  }
}
