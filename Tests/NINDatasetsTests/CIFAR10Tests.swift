import Foundation
import NINDatasets
import Testing

/// A folder with the files of a CIFAR set, sparse: every record is class 0 and black unless changed.
final class CIFARFolder {
  static let cifar10 = Dictionary(
    uniqueKeysWithValues: ((1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"])
      .map { ($0, 10_000 * 3073) })
  let path: String

  /// - Parameters:
  ///   - files: their lengths.
  ///   - subfolder: where in the folder the files lie.
  init(files: [String: Int] = cifar10, subfolder: String = "") throws {
    path = NSTemporaryDirectory() + "nin-cifar-" + UUID().uuidString
    let folder = path + "/" + subfolder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, bytes) in files {
      #expect(FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil))
      try Self.truncate("\(folder)/\(name)", to: bytes)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  static func truncate(_ path: String, to bytes: Int) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: UInt64(bytes))
    try file.close()
  }

  func write(_ bytes: [UInt8], at offset: Int, of name: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: "\(path)/\(name)"))
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: bytes)
    try file.close()
  }
}

@Suite(.serialized) struct CIFAR10Tests {
  @Test func readsRecordsIntoInterleavedPixels() throws {
    let folder = try CIFARFolder()
    let planes = generatedBytes(3072)
    try folder.write([7] + planes, at: 9999 * 3073, of: "data_batch_2.bin")
    let data = try PublishedDataset.cifar10.load(folder.path)
    #expect(data.train.count == 50_000 && data.test.count == 10_000)
    #expect(data.train.labels[19_999] == 7 && data.train.labels.count { $0 != 0 } == 1)
    let interleaved = (0..<1024).flatMap { [planes[$0], planes[1024 + $0], planes[2048 + $0]] }
    let black = [UInt8](repeating: 0, count: 3072)
    let around = data.train.pixels[(19_998 * 3072)..<(20_001 * 3072)]
    #expect(Array(around) == black + interleaved + black)
  }

  @Test func takesTheNamesFromTheirFile() throws {
    let folder = try CIFARFolder()
    #expect(try PublishedDataset.cifar10.load(folder.path).test.classNames[9] == "truck")
    let names = URL(fileURLWithPath: folder.path + "/batches.meta.txt")
    try Data("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".utf8).write(to: names)
    #expect(try PublishedDataset.cifar10.load(folder.path).test.classNames[9] == "j")
    try Data("a\nb\n".utf8).write(to: names)
    try expectComplaint(folder, ["batches.meta.txt: 2 names, but 10 expected"])
  }

  @Test func findsTheFolderTheArchiveUnpacksTo() throws {
    let folder = try CIFARFolder(subfolder: "cifar-10-batches-bin")
    #expect(
      PublishedDataset.cifar10.locate(in: folder.path) == folder.path + "/cifar-10-batches-bin")
    #expect(try PublishedDataset.cifar10.load(folder.path).test.count == 10_000)
    #expect(
      PublishedDataset.cifar10.locate(in: folder.path + "/cifar-10-batches-bin/nowhere") == nil)
  }

  @Test func theUsualFoldersBeginWithTheOneThatIsNamed() {
    let folders = PublishedDataset.usualFolders(environment: [
      "HOME": "/home/me", "NIN_DATA": "/photos",
    ])
    #expect(folders.first == "/photos")
    #expect(folders.contains("data") && folders.contains("/home/me/.cache/nin"))
    #expect(!PublishedDataset.usualFolders(environment: [:]).contains("/photos"))
  }

  @Test(arguments: [
    (0, "0 bytes, but 30730000 expected"), (1, "1 bytes"), (30_729_999, "30729999 bytes"),
    (30_730_001, "30730001 bytes"),
  ])
  func refusesAFileOfAnotherSize(_ bytes: Int, _ complaint: String) throws {
    let folder = try CIFARFolder()
    try CIFARFolder.truncate(folder.path + "/data_batch_3.bin", to: bytes)
    try expectComplaint(folder, ["data_batch_3.bin: ", complaint])
  }

  @Test func refusesALabelBeyondNine() throws {
    let folder = try CIFARFolder()
    try folder.write([10], at: 1234 * 3073, of: "data_batch_4.bin")
    try expectComplaint(folder, ["data_batch_4.bin: record 1234 has label 10"])
  }

  @Test func namesAMissingFile() throws {
    let folder = try CIFARFolder()
    try FileManager.default.removeItem(atPath: folder.path + "/test_batch.bin")
    try expectComplaint(folder, ["test_batch.bin: no such file"])
  }

  @Test func refusesAFolderInPlaceOfAFile() throws {
    let folder = try CIFARFolder()
    let file = folder.path + "/data_batch_1.bin"
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    try expectComplaint(folder, ["data_batch_1.bin: cannot be read"])
  }

  @Test func saysWhatAFolderShouldHold() {
    let error = #expect(throws: DatasetError.self) { try PublishedDataset.cifar10.load("/nowhere") }
    #expect(error?.description.hasPrefix("/nowhere: no CIFAR-10 here") == true)
    #expect(error?.description.contains("data_batch_1.bin") == true)
  }

  @Test func tellsThePythonVersionFromTheBinaryOne() throws {
    let folder = try CIFARFolder(files: ["data_batch_1": 10, "test_batch": 10])
    try expectComplaint(folder, ["no CIFAR-10 here", "its Python version"])
  }

  private func expectComplaint(_ folder: CIFARFolder, _ parts: [String]) throws {
    let error = #expect(throws: DatasetError.self) {
      try PublishedDataset.cifar10.load(folder.path)
    }
    let description = try #require(error?.description)
    #expect(description.hasPrefix(folder.path) && !description.contains("\n"))
    for part in parts { #expect(description.contains(part), "\(description)") }
  }
}

@Suite struct LabelledImagesTests {
  @Test func refusesArraysThatDoNotAgree() {
    for (pixels, labels) in [(7, [Int32(0), 1]), (8, [0, 2]), (8, [-1, 0])] as [(Int, [Int32])] {
      #expect(throws: DatasetError.self) {
        try LabelledImages(
          name: "set", height: 2, width: 2, channels: 1, classNames: ["a", "b"],
          pixels: Array(repeating: 0, count: pixels), labels: labels)
      }
    }
  }

  @Test func aLimitTakesTheFirstImages() throws {
    let set = try LabelledImages(
      name: "set", height: 1, width: 1, channels: 2, classNames: ["a", "b"],
      pixels: [1, 2, 3, 4, 5, 6], labels: [0, 1, 0])
    let two = set.prefix(2)
    #expect(two.pixels == [1, 2, 3, 4] && two.labels == [0, 1])
    #expect(set.prefix(nil).count == 3 && set.prefix(9).count == 3)
  }
}
