import Foundation
import Testing

@testable import NINDatasets

@Suite struct FolderSplitTests {
  private static func files(_ counts: [String: Int], _ extra: [String] = []) -> [String] {
    counts.sorted { $0.key < $1.key }.flatMap { name, count in
      (0..<count).map { "\(name)/\($0).ppm" }
    } + extra
  }

  private func split(_ files: [String], seed: UInt64 = 1) -> FolderSplit {
    let names = Set(files.map { String($0.prefix { $0 != "/" }) }).sorted()
    let labelled = files.map { path in
      LabelledFile(path: path, label: names.firstIndex(of: String(path.prefix { $0 != "/" })) ?? 0)
    }
    return FolderSplit(labelled, classNames: names, seed: seed)
  }

  @Test func aFifthIsTestedOnAndTheSeedChoosesIt() {
    let files = Self.files(["a": 500, "b": 500])
    let (first, again, other) = (split(files), split(files), split(files, seed: 2))
    #expect(first == again && first.test != other.test)
    #expect((150...250).contains(first.test.count))
    #expect(Set(first.train).isDisjoint(with: first.test))
    #expect(Set(first.train + first.test) == Set(files))
  }

  /// The split of a picture does not depend on the number of pictures: a training image does not
  /// become a test image when pictures are added.
  @Test(arguments: 0..<10)
  func filesThatComeAndGoMoveNoOther(_ change: Int) {
    let files = Self.files(["a": 60, "b": 40])
    let before = split(files)
    let after = split(files.filter { $0 != "a/\(change).ppm" } + ["a/new\(change).ppm", "b/x.ppm"])
    #expect(Set(before.train).isDisjoint(with: after.test))
    #expect(Set(before.test).isDisjoint(with: after.train))
  }

  @Test(arguments: 1...20)
  func eachClassIsTrainedAndWhereItCanBeTested(_ seed: UInt64) {
    let split = split(Self.files(["many": 40, "one": 1, "two": 2]), seed: seed)
    for name in ["many", "one", "two"] { #expect(split.train.contains { $0.hasPrefix(name) }) }
    #expect(split.test.contains { $0.hasPrefix("many") })
    #expect(split.test.count { $0.hasPrefix("two") } == 1)
  }

  @Test func letterAndAccentMayBeComposedInTwoWays() {
    let names = (0..<50).map { "caf\u{E9}/\($0).ppm" }
    let apart = names.map(\.decomposedStringWithCanonicalMapping)
    #expect(split(names).test == split(apart).test)
  }

  @Test func aRecordedSplitStaysAndChangesAreTold() throws {
    let tree = try PictureTree(Self.files(["cat": 15, "dog": 15]))
    let first = try ImageFolder(tree.path, .init(side: 2)).load()
    let record = try #require(first.split)
    #expect(
      first.notes == [.split(folder: tree.path, tested: record.test.count, of: 30)])

    try FileManager.default.removeItem(atPath: "\(tree.path)/\(record.train[3])")
    for name in ["cat/0a.ppm", "ant/1.ppm"] {
      let target = URL(fileURLWithPath: "\(tree.path)/\(name)")
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("P6 2 2 255 ------------".utf8).write(to: target)
    }
    let again = try ImageFolder(tree.path, .init(side: 2, seed: 9, split: record)).load()
    #expect(again.notes == [.recordedSplit(folder: tree.path, added: 2, missing: 1)])
    #expect(again.train.classNames == ["cat", "dog"])
    #expect(again.train.labels == first.train.labels && again.test.labels == first.test.labels)
    #expect((0..<again.train.count).map(again.train.title) == record.train)
    #expect((0..<again.test.count).map(again.test.title) == record.test)
    #expect(throws: DatasetError.self) { try again.train.picture(3) }
    #expect(try again.train.picture(4) == first.train.picture(4))
  }

  @Test func aRecordLeadsNowhereElse() {
    var split = split(["a/1.ppm", "a/2.ppm", "b/1.ppm"])
    split.train = ["a/1.ppm", "a/../../secret", "c/1.ppm", "", "b"]
    #expect(split.labelled(split.train).map(\.path) == ["a/1.ppm", "b"])
  }
}
