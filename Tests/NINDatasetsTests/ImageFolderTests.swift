import Foundation
import NINDatasets
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
      "train/class2/notes.txt!", "train/class2/deeper/c.ppm", "test/class10/a.ppm",
    ])
    #expect(data.train.classNames == ["class2", "class10"])
    #expect(data.train.labels == [0, 1, 0])  // in turn
    #expect(data.test.labels == [1] && data.validation == nil)
  }

  @Test(arguments: ["val", "valid", "validation"])
  func aValidationPartIsFound(_ name: String) throws {
    let files = ["train/a/1.ppm", "train/b/1.ppm", "\(name)/a/1.ppm", "\(name)/b/1.ppm"]
    let (data, _) = try load(files + ["test/b/1.ppm", "test/a/1.ppm", "test/a/2.ppm"])
    #expect(data.validation?.labels == [0, 1] && data.test.labels == [0, 1, 0])
    #expect(data.notes.isEmpty)
    let (without, tree) = try load(files)
    #expect(without.validation == nil && without.test.labels == [0, 1])
    #expect(without.notes == [.validationIsTest(folder: tree.path)])
  }

  @Test(arguments: [
    ("Train", "Test", nil), ("TRAINING", "testing", "Valid"), ("training", "test", "VAL"),
  ])
  func partsMayBeSpelledInManyWays(_ train: String, _ test: String, _ validation: String?) throws {
    let parts = [train, test] + (validation.map { [$0] } ?? [])
    let (data, _) = try load(parts.map { "\($0)/a/1.ppm" } + ["\(train)/b/1.ppm"])
    #expect(data.train.labels == [0, 1] && data.test.labels == [0])
    #expect((data.validation != nil) == (validation != nil))
  }

  /// A folder with pictures only is the class of trains.
  @Test func aFolderWithoutFoldersIsNoPart() throws {
    let request = ImageFolder.Request(side: 2, isForTesting: true)
    let (data, _) = try load(["train/1.ppm", "plane/1.ppm", "test/1.ppm"], request)
    #expect(data.test.classNames == ["plane", "test", "train"])
    let files = ["train/a/1.ppm", "train/a/2.ppm", "train/b/1.ppm", "test/1.ppm"]
    let (unlabelled, tree) = try load(files)
    #expect(unlabelled.notes.contains(.partWithoutClasses(folder: "\(tree.path)/test")))
    #expect(unlabelled.split != nil)
  }

  @Test func aPartThatLacksClassesIsTold() throws {
    let (data, tree) = try load(["train/a/1.ppm", "train/b/1.ppm", "train/c/1.ppm", "test/b/1.ppm"])
    #expect(data.notes == [.lacksClasses(folder: "\(tree.path)/test", ["a", "c"])])
  }

  @Test func runsAreNoClasses() throws {
    let (data, _) = try load([
      "a/1.ppm", "b/1.ppm", "a/2.ppm", "runs/x-001/state.safetensors!",
      "old-run/state.safetensors!",
    ])
    #expect(data.train.classNames == ["a", "b"])
  }

  @Test func contentDecidesAndTheRestIsCounted() throws {
    let tree = try PictureTree(["a/1.ppm", "a/2.ppm", "b/1.jpg.ppm", "b/notes.txt!"])
    let moved = "\(tree.path)/b/1.png"
    try FileManager.default.moveItem(atPath: "\(tree.path)/b/1.jpg.ppm", toPath: moved)
    for (name, start) in [("a/x.tif", "II*\0"), ("b/y.jpg", "GIF89a"), ("b/z.tiff", "MM\0*")] {
      try Data(start.utf8).write(to: URL(fileURLWithPath: "\(tree.path)/\(name)"))
    }
    let data = try ImageFolder(tree.path, .init(side: 2, isForTesting: true)).load()
    #expect(data.test.labels.sorted() == [0, 0, 1])
    guard case .skipped(_, let files)? = data.notes.first else {
      Issue.record("nothing is told of the files that were skipped: \(data.notes)")
      return
    }
    #expect(files.text == "2 TIFF, 1 GIF" && files.total == 3)
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
    (["train/a/1.ppm", "train/b/readme.txt!", "test/a/1.ppm"], "train/b: no pictures"),
    (["train/a/1.ppm", "test/z/1.ppm"], "test/z: not a class"),
    (["1.ppm"], "no pictures by class"), (["cat/1.ppm"], "one picture cannot be split"),
    (["cat/1.ppm", "dog/1.ppm"], "cannot be split"), (["test/cat/1.ppm"], "no folder 'train'"),
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
