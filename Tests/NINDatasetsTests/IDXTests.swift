import Foundation
import NINDatasets
import Testing

/// A folder with MNIST's four files: a few images, in which no two bytes are equal.
final class IDXFolder {
  let path = NSTemporaryDirectory() + "nin-idx-" + UUID().uuidString
  static let train = (count: 6, labels: [UInt8]([0, 9, 3, 3, 1, 7]))
  static let test = (count: 2, labels: [UInt8]([5, 2]))

  /// - Parameter separator: the character before "idx".
  init(separator: String = "-") throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (split, set) in [("train", Self.train), ("t10k", Self.test)] {
      try write(
        Self.file([set.count, 3, 2], generatedBytes(set.count * 6)),
        to: "\(split)-images\(separator)idx3-ubyte")
      try write(
        Self.file([set.count], set.labels), to: "\(split)-labels\(separator)idx1-ubyte")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  static func file(_ dimensions: [Int], _ bytes: [UInt8]) -> Data {
    let sizes = dimensions.flatMap { size in
      (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) }
    }
    return Data([0, 0, 8, UInt8(dimensions.count)] + sizes + bytes)
  }

  func write(_ data: Data, to name: String) throws {
    try data.write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  /// Packs every file, so that only `.gz` is left.
  func pack() throws {
    try runProgram(["gzip", "-r", path])
  }
}

@Suite struct IDXTests {
  @Test(arguments: ["-", "."], [false, true])
  func readsBothSpellingsPlainAndPacked(_ separator: String, _ packed: Bool) throws {
    let folder = try IDXFolder(separator: separator)
    if packed { try folder.pack() }
    let data = try PublishedDataset.mnist.load(folder.path)
    #expect(data.train.count == 6 && data.test.count == 2)
    #expect(data.train.height == 3 && data.train.width == 2 && data.train.channels == 1)
    #expect(data.train.labels == IDXFolder.train.labels.map(Int32.init))
    #expect(data.train.pixels == generatedBytes(36))
    #expect(data.test.pixels == generatedBytes(12))
    #expect(data.train.classNames == (0..<10).map(String.init))
  }

  @Test func findsTheFoldersOfTorchvision() throws {
    let folder = try IDXFolder()
    let root = folder.path + "-root"
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(
      atPath: root + "/FashionMNIST", withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: folder.path, toPath: root + "/FashionMNIST/raw")
    let data = try PublishedDataset.fashionMNIST.load(root)
    #expect(data.train.classNames[9] == "Ankle boot")
    let environment = ["NIN_DATA": root, "HOME": root]
    #expect(
      PublishedDataset.fashionMNIST.find(environment: environment) == root + "/FashionMNIST/raw")
    // The two sets have the same file names.
    #expect(PublishedDataset.mnist.find(environment: environment) == nil)
  }

  static let spoiled: [(String, Data, String)] = [
    ("train-images-idx3-ubyte", Data(), "not an IDX file"),
    ("train-images-idx3-ubyte", IDXFolder.file([6], [1, 2, 3, 4, 5, 6]), "3 dimensions"),
    ("train-images-idx3-ubyte", IDXFolder.file([6, 3, 2], [1]), "6 x 3 x 2"),
    (
      "train-images-idx3-ubyte",
      IDXFolder.file([0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [1]), "incomplete"
    ),
    ("train-images-idx3-ubyte", IDXFolder.file([5, 3, 2], generatedBytes(30)), "6 labels for 5"),
    ("t10k-images-idx3-ubyte", IDXFolder.file([2, 0, 2], []), "images of 2x0"),
    ("t10k-labels-idx1-ubyte", IDXFolder.file([2], [1, 10]), "label 10"),
  ]

  @Test(arguments: spoiled)
  func refusesWhatIsNoSuchFile(_ name: String, _ data: Data, _ complaint: String) throws {
    let folder = try IDXFolder()
    try folder.write(data, to: name)
    let error = #expect(throws: DatasetError.self) {
      try PublishedDataset.mnist.load(folder.path)
    }
    #expect(error?.description.contains(complaint) == true, "\(String(describing: error))")
    #expect(error?.description.hasPrefix(folder.path) == true)
  }

  @Test func namesAMissingAndADamagedFile() throws {
    let folder = try IDXFolder()
    try FileManager.default.removeItem(atPath: folder.path + "/t10k-labels-idx1-ubyte")
    var error = #expect(throws: DatasetError.self) {
      try PublishedDataset.mnist.load(folder.path)
    }
    #expect(error?.description.contains("/t10k-labels-idx1-ubyte: no such file") == true)
    try folder.write(Data("no gzip".utf8), to: "t10k-labels-idx1-ubyte.gz")
    error = #expect(throws: DatasetError.self) { try PublishedDataset.mnist.load(folder.path) }
    #expect(error?.description.contains("ubyte.gz: cannot be unpacked: ") == true)
  }
}
