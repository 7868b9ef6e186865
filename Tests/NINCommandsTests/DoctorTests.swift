import Foundation
import NINKernels
import Testing

@Suite struct DoctorTests {
  private struct Finding: Decodable {
    let name: String
    let verdict: String
    let text: String
    let advice: String?
  }

  private func findings(_ nin: Executable, _ environment: [String: String] = [:]) throws -> [String:
    Finding]
  {
    let result = try nin.run(["doctor", "--json"], environment: environment)
    let findings = try JSONDecoder().decode([Finding].self, from: Data(result.output.utf8))
    return Dictionary(uniqueKeysWithValues: findings.map { ($0.name, $0) })
  }

  @Test func saysWhatIsMissingAndWhatToDo() throws {
    let folder = try TemporaryFolder()
    let bare = try findings(folder.nin, ["PATH": "/nowhere"])
    #expect(bare["curl"]?.verdict == "note")
    #expect(bare["CIFAR-10"]?.verdict == "note")
    #expect(bare["CIFAR-10"]?.advice?.contains("nin data fetch cifar10") == true)
    #expect(bare["runs"]?.verdict == "ok")
    #expect(bare["bf16"]?.text.contains("has no") == !ISA.best.hasBF16)
    try folder.write(Data(), to: "data/cifar-10-batches-bin/test_batch.bin")
    #expect(try findings(folder.nin)["CIFAR-10"]?.verdict == "ok")
  }

  @Test func aForcedInstructionSetIsNoted() throws {
    let folder = try TemporaryFolder()
    let forced = try findings(folder.nin, ["NIN_ISA": "scalar", "OMP_THREAD_LIMIT": "1"])
    #expect(forced["instruction sets"]?.advice?.contains("NIN_ISA") == true)
    #expect(forced["threads"]?.verdict == "note")
    // Scalar code is several times slower than any vector set.
    #expect((forced["speed"]?.advice?.contains("NIN_ISA=") == true) == (ISA.best != .scalar))
  }

  @Test(arguments: ["abc", "-5", "0", "2,x", "99999999"])
  func aVariableThatOpenMPCannotTakeIsNamed(_ value: String) throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["doctor"], environment: ["OMP_NUM_THREADS": value])
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1)
    #expect(result.errorLines.first?.contains("OMP_NUM_THREADS is '\(value)'") == true)
  }

  @Test(arguments: ["1", "2,1", " 2 ", "64"])
  func aNumberOfThreadsIsTaken(_ value: String) throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["doctor"], environment: ["OMP_NUM_THREADS": value])
    #expect(result.code == 0, "\(result.error)")
    #expect(result.error.isEmpty)
  }

  private static let taskset = "/usr/bin/taskset"

  /// On one processor of a machine that may have more.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: taskset)))
  func theAffinityMaskCounts() throws {
    let folder = try TemporaryFolder()
    let seen = try folder.nin.shell("\(Self.taskset) -c 0 \"$NIN\" doctor")
    #expect(seen.code == 0 && seen.output.contains(", 1 usable"), "\(seen.output)")
    let train = "train --dataset shapes --limit-train 64 --limit-test 10 --max-steps 1"
    let noted = try folder.nin.shell("\(Self.taskset) -c 0 \"$NIN\" \(train) --threads 2")
    #expect(noted.code == 0)
    #expect(noted.error.contains("2 threads share 1 processor; --threads 1 is faster"))
  }

  @Test func textHasALineAFinding() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["doctor"])
    #expect(result.code == 0, "\(result.error)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.contains { $0.split(separator: " ").starts(with: ["ok", "PPM/PGM"]) })
    #expect(lines.allSatisfy { $0.hasPrefix("ok ") || $0.hasPrefix("note ") || $0.hasPrefix("  ") })
  }
}
