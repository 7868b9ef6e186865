import Foundation
import NINDatasets
import Testing

/// Files written by SciPy: `Fixtures/make_svhn.py`.
private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("Fixtures/svhn").path

private func pixel(_ y: Int, _ x: Int, _ channel: Int, of image: Int) -> UInt8 {
  UInt8((7 * y + 13 * x + 29 * channel + 31 * image + x * y) % 256)
}

/// `[32][32][3]` of image `index`.
private func image(_ index: Int) -> [UInt8] {
  (0..<(32 * 32 * 3)).map { pixel($0 / 96, $0 / 3 % 32, $0 % 3, of: index) }
}

/// A copy of the fixtures that a test may damage.
private final class SVHNFolder {
  let path = NSTemporaryDirectory() + "nin-svhn-" + UUID().uuidString

  init() throws { try FileManager.default.copyItem(atPath: fixtures, toPath: path) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func data(_ name: String) throws -> Data {
    try #require(FileManager.default.contents(atPath: "\(path)/\(name)"))
  }

  func write(_ data: Data, to name: String) throws {
    try data.write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  /// The error of reading the set with the extra images; nil for none.
  func complaint() -> String? {
    do throws(DatasetError) {
      _ = try PublishedDataset.svhnExtra.load(path)
      return nil
    } catch {
      return error.description
    }
  }
}

#if canImport(CNINZlib)
  @Suite struct SVHNTests {
    @Test(arguments: [PublishedDataset.svhn, .svhnExtra])
    func readsWhatSciPyWrote(_ set: PublishedDataset) throws {
      let data = try set.load(fixtures)
      #expect(data.train.labels == [1, 0, 9] + (set == .svhn ? [] : [2, 0]))
      #expect(data.train.pixels == (0..<data.train.count).flatMap { image($0) })
      #expect(data.test.labels == [0] && data.test.pixels == image(5))
      #expect(data.train.classNames == (0..<10).map(String.init))
    }

    @Test func theExtraImagesDecideWhichSetIsThere() throws {
      let folder = try SVHNFolder()
      #expect(PublishedDataset.svhnExtra.locate(in: folder.path) == folder.path)
      try FileManager.default.removeItem(atPath: folder.path + "/extra_32x32.mat")
      #expect(PublishedDataset.svhnExtra.locate(in: folder.path) == nil)
      #expect(PublishedDataset.svhn.locate(in: folder.path) == folder.path)
    }

    /// Every incomplete file gives an error that names it.
    @Test(arguments: ["train_32x32.mat", "extra_32x32.mat", "test_32x32.mat"])
    func refusesEveryBeginning(_ name: String) throws {
      let folder = try SVHNFolder()
      let whole = try folder.data(name)
      let lengths =
        Array(stride(from: 0, to: 300, by: 4)) + Array(stride(from: 300, to: whole.count, by: 397))
      for length in lengths {
        try folder.write(whole.prefix(length), to: name)
        let complaint = try #require(folder.complaint(), "\(length) bytes were taken")
        #expect(complaint.hasPrefix("\(folder.path)/\(name): "), "\(length) bytes: \(complaint)")
      }
    }

    /// A file with one changed byte loads or gives an error, and never traps.
    @Test(arguments: ["train_32x32.mat", "extra_32x32.mat"])
    func survivesEveryChangedByte(_ name: String) throws {
      let folder = try SVHNFolder()
      let whole = try folder.data(name)
      for place in 124..<260 {
        for value in [UInt8(0), 0xFF] {
          var data = whole
          data[place] = value
          try folder.write(data, to: name)
          if let complaint = folder.complaint() {
            #expect(complaint.hasPrefix("\(folder.path)/\(name): "), "byte \(place)")
          }
        }
      }
    }

    // Places in the plain file: 136 array flags, 152 dimensions, 184 data.
    static let spoiled: [(place: Int, bytes: [UInt8], complaint: String)] = [
      (124, [0, 2], "not a MAT-file of level 5 in little-endian order"),
      (126, [0x4D, 0x49], "not a MAT-file of level 5 in little-endian order"),
      (144, [1], "an array that is not of real numbers"),
      (145, [8], "an array that is not of real numbers"),
      (160, [31, 0, 0, 0], "damaged"),
      (160, [0xFF, 0xFF, 0xFF, 0xFF], "damaged"),
      (160, [0, 0, 0, 0x7F, 0, 0, 0, 0x7F, 0, 0, 0, 0x7F, 0, 0, 0, 0x7F], "damaged"),
      (160, [3, 0, 0, 0, 32, 0, 0, 0, 32], "X is 3x32x32x2, not bytes of 32x32x3"),
    ]

    @Test(arguments: spoiled)
    func saysWhatIsWrong(_ place: Int, _ bytes: [UInt8], _ complaint: String) throws {
      let folder = try SVHNFolder()
      var data = try folder.data("extra_32x32.mat")
      data.replaceSubrange(place..<(place + bytes.count), with: bytes)
      try folder.write(data, to: "extra_32x32.mat")
      #expect(folder.complaint()?.contains(complaint) == true, "\(folder.complaint() ?? "taken")")
    }

    @Test(arguments: [0, 11, 255])
    func refusesALabelThatIsNoDigit(_ label: UInt8) throws {
      let folder = try SVHNFolder()
      var data = try folder.data("extra_32x32.mat")
      // The labels 2 and 10, of 64 bits, are the end of the file.
      data[data.count - 16] = label
      try folder.write(data, to: "extra_32x32.mat")
      #expect(
        folder.complaint()?.hasSuffix("image 0 has label \(label), not one of 1 to 10") == true)
    }

    @Test func aPackedElementCannotClaimMoreThanItCanHold() throws {
      let folder = try SVHNFolder()
      // 4 GB of an array in a zlib stream of a stored block with nothing but the tag.
      let tag: [UInt8] = [14, 0, 0, 0, 0xF8, 0xFF, 0xFF, 0xFF]
      let stream: [UInt8] = [0x78, 0x01, 1, 8, 0, 0xF7, 0xFF] + tag
      let head = try folder.data("train_32x32.mat").prefix(128)
      let element: [UInt8] = [15, 0, 0, 0, UInt8(stream.count), 0, 0, 0]
      try folder.write(head + Data(element + stream), to: "train_32x32.mat")
      #expect(folder.complaint()?.contains("a packed element claims 4294967288 bytes") == true)
    }

    @Test func aChecksumTellsDamage() throws {
      let folder = try SVHNFolder()
      var data = try folder.data("test_32x32.mat")
      let bytes = data[132..<136].reversed().reduce(0) { $0 << 8 | Int($1) }
      data[136 + bytes - 1] ^= 1
      try folder.write(data, to: "test_32x32.mat")
      #expect(folder.complaint()?.contains("'X' is damaged") == true)
    }
  }
#else
  @Suite struct SVHNTests {
    @Test func saysWhatPackedFilesNeed() throws {
      #expect(try SVHNFolder().complaint()?.contains("this build has no zlib") == true)
    }
  }
#endif
