import Foundation
import Testing

@testable import NINKernels

@Suite struct ProcessorQuotaTests {
  /// A folder like `/sys/fs/cgroup` with these files in it.
  private func granted(_ groups: String, _ files: [String: String]) throws -> Double? {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    for (path, text) in files {
      let file = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return ProcessorQuota.granted(groups: groups, root: root.path)
  }

  @Test func withoutAGroupThereIsNoLimit() throws {
    #expect(try granted("", [:]) == nil)
    #expect(try granted("0::/\n", [:]) == nil)
  }

  @Test(
    arguments: [
      ("max 100000\n", nil), ("150000 100000\n", 1.5), ("0 100000\n", nil), ("text\n", nil),
      ("100000 0\n", nil), ("", nil),
    ] as [(String, Double?)])
  func versionTwo(_ text: String, _ expected: Double?) throws {
    #expect(try granted("0::/\n", ["cpu.max": text]) == expected)
  }

  @Test func theSmallestQuotaOfAllGroupsAboveCounts() throws {
    let files = [
      "a/cpu.max": "200000 100000\n", "a/b/cpu.max": "max 100000\n",
      "other/cpu.max": "10000 100000\n",
    ]
    #expect(try granted("0::/a/b\n", files) == 2)
  }

  @Test(arguments: ["cpu", "cpu,cpuacct"]) func versionOne(_ mount: String) throws {
    let files = [
      "\(mount)/cpu.cfs_quota_us": "-1\n", "\(mount)/cpu.cfs_period_us": "100000\n",
      "\(mount)/pod/cpu.cfs_quota_us": "50000\n", "\(mount)/pod/cpu.cfs_period_us": "100000\n",
    ]
    #expect(try granted("3:cpuset:/\n2:\(mount):/pod\n0::/\n", files) == 0.5)
    #expect(try granted("3:cpuset:/pod\n2:\(mount):/\n", files) == nil)
  }
}
