import NINDatasets
import Foundation
import Testing

@Suite struct ImageFolderTests {
  private func load(
    _ files: [String], _ request: ImageFolder.Request = .init(side: 2)
  ) throws -> (dataset: Dataset, tree: PictureTree) {
    let tree = try PictureTree(files)
    return (try ImageFolder(tree.path, request).load(), tree)
  }

  @Test func classesStandInNaturalOrderWithoutWhatIsHidden() throws {
    let (data, _) = try load([
      "train/class10/a.ppm", "train/class2/a.PPM", "train/.git/a.ppm", "train/class2/.b.ppm",
      "train/class2/notes.txt", "train/class2/deeper/c.ppm", "test/class10/a.ppm",
    ])
    #expect(data.train.classNames == ["class2", "class10"])
    #expect(data.train.labels == [0, 1, 0])  // in turn
    #expect(data.test.labels == [1] && data.validation == nil)
  }

  @Test(arguments: ["val", "valid", "validation"])
  func aValidationPartIsFound(_ name: String) throws {
    let files = ["train/a/1.ppm", "train/b/1.ppm", "\(name)/b/1.ppm"]
    let (data, _) = try load(files + ["test/a/1.ppm"])
    #expect(data.validation?.labels == [1] && data.test.labels == [0] && data.notes.isEmpty)
    let (without, _) = try load(files)
    #expect(without.validation == nil && without.test.labels == [1] && without.notes.count == 1)
  }

  @Test(arguments: ["", "train/"])
  func withoutPartsTheSeedSplits(_ prefix: String) throws {
    let files = (0..<20).map { "\(prefix)\($0 % 2 == 0 ? "cat" : "dog")/\($0).ppm" }
    let tree = try PictureTree(files)
    func pixels(_ seed: UInt64) throws -> ([UInt8], [UInt8]) {
      let data = try ImageFolder(tree.path, .init(side: 2, seed: seed)).load()
      #expect(data.train.count == 16 && data.test.count == 4 && data.notes.count == 1)
      return (data.train.pixels, data.test.pixels)
    }
    let (first, again, other) = (try pixels(1), try pixels(1), try pixels(2))
    #expect(first == again && first.1 != other.1)
    #expect(Set(first.0.chunked(12)).isDisjoint(with: first.1.chunked(12)))
    let all = try ImageFolder(tree.path, .init(side: 2, isForTesting: true)).load()
    #expect(all.test.count == 20)
  }

  @Test func aModelsClassesDecideTheLabels() throws {
    let files = ["test/dog/1.ppm", "test/cat/1.ppm"]
    let request = ImageFolder.Request(
      side: 2, classNames: ["bird", "dog", "cat"], isForTesting: true)
    let (data, _) = try load(["train/x/1.ppm"] + files, request)
    #expect(data.test.labels.sorted() == [1, 2])
    let error = #expect(throws: DatasetError.self) {
      try load(files + ["train/x/1.ppm", "test/horse/1.ppm"], request)
    }
    #expect(error?.description.contains("horse") == true)
  }

  @Test(arguments: [
    (["train/a/1.ppm", "train/b/readme.txt", "test/a/1.ppm"], "train/b: no pictures"),
    (["train/a/1.ppm", "test/z/1.ppm"], "test/z: not a class"),
    (["1.ppm"], "no pictures by class"), (["cat/1.ppm"], "one picture cannot be split"),
  ])
  func faultsAreNamed(_ files: [String], _ reason: String) throws {
    let error = #expect(throws: DatasetError.self) { try load(files) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  @Test func aLinkInACircleEnds() throws {
    let tree = try PictureTree(["a/1.ppm", "b/1.ppm", "a/deep/2.ppm"])
    try FileManager.default.createSymbolicLink(
      atPath: "\(tree.path)/a/deep/up", withDestinationPath: "\(tree.path)/a")
    let data = try ImageFolder(tree.path, .init(side: 2, isForTesting: true)).load()
    #expect(data.test.count == 3)
  }

  @Test func smallSquaresOfOneSizeStayAsTheyAre() throws {
    let (same, _) = try load(
      ["train/a/x-5x5.ppm", "train/b/x-5x5.ppm", "test/a/x-5x5.ppm"], .init(side: 9))
    #expect(same.train.width == 5 && same.train.height == 5)
    let (mixed, _) = try load(
      ["train/a/x-5x5.ppm", "train/b/x-5x6.ppm", "test/a/x-5x5.ppm"], .init(side: 9))
    #expect(mixed.train.width == 9)
    let (large, _) = try load(
      ["train/a/x-12x12.ppm", "train/b/x-12x12.ppm", "test/a/x-5x5.ppm"], .init(side: 9))
    #expect(large.train.width == 9 && large.test.width == 5)
  }

  @Test func aBrokenPictureIsLeftOutOfItsBatch() throws {
    let (data, tree) = try load([
      "train/a/1.ppm", "train/a/2.ppm!", "train/a/3.ppm", "test/a/1.ppm",
    ])
    for epoch in 0..<2 {
      let loader = BatchLoader(data.train, batchSize: 3, shuffled: false, seed: 1, epoch: epoch)
      let batch = try #require(loader.next())
      #expect(batch.count == 2 && batch.images == [0, 2] && batch.skipped.count == 1)
      #expect(batch.skipped[0].description.contains("2.ppm"))
      #expect(batch.pixels[0] == 0 && batch.pixels[12] == 2)
    }
    withExtendedLifetime(tree) {}
  }

  #if os(Linux)
    /// Latin-1's é: other systems allow no such names.
    @Test func aNameThatIsNotUTF8IsNamed() throws {
      let tree = try PictureTree(["a/1.ppm", "b/1.ppm"])
      let name = Array("\(tree.path)/caf".utf8) + [0xE9, 0]
      let made = name.withUnsafeBytes { bytes in
        bytes.baseAddress.map { mkdir($0.assumingMemoryBound(to: CChar.self), 0o755) }
      }
      try #require(made == 0)
      let error = #expect(throws: DatasetError.self) {
        try ImageFolder(tree.path, ImageFolder.Request(side: 2)).load()
      }
      #expect(error?.description.contains(#"'caf\xe9' is not UTF-8"#) == true)
    }
  #endif
}

extension [UInt8] {
  fileprivate func chunked(_ size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<($0 + size)]) }
  }
}
