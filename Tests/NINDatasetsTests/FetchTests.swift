import Foundation
import NINDatasets
import Testing

/// CIFAR-10 as an archive, all black, and its hash.
private struct BlackArchive {
  let data: Data
  let checksum: Checksum

  static let shared = Result { try BlackArchive() }

  private init() throws {
    let folder = try CIFARFolder(subfolder: "cifar-10-batches-bin")
    let path = folder.path + "/all.tar.gz"
    try runProgram(["tar", "-C", folder.path, "-czf", path, "cifar-10-batches-bin"])
    data = try Data(contentsOf: URL(fileURLWithPath: path))
    checksum = try #require(try FetchTests.checksum(data))
  }
}

@Suite(.serialized, .enabled(if: hasCurl, "curl is not installed")) final class FetchTests {
  private let folder = NSTemporaryDirectory() + "nin-fetch-" + UUID().uuidString

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static func checksum(_ data: Data) throws -> Checksum? {
    let path = NSTemporaryDirectory() + "nin-sum-" + UUID().uuidString
    defer {
      for suffix in ["", ".sum"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
    try data.write(to: URL(fileURLWithPath: path))
    try runProgram(["sh", "-c", "md5sum \(path) > \(path).sum || md5 -q \(path) > \(path).sum"])
    let text = try String(contentsOfFile: path + ".sum", encoding: .utf8)
    return Checksum(String(text.prefix(32)))
  }

  private func fetch(
    _ server: LoopbackServer, _ checksum: Checksum?
  ) throws -> DatasetFetch.Outcome {
    try DatasetFetch(.cifar10, into: folder, mirror: server.url, checksum: checksum).run()
  }

  private func complaint(_ server: LoopbackServer, _ checksum: Checksum?) -> String {
    let error = #expect(throws: DatasetError.self) { try fetch(server, checksum) }
    return error?.description ?? ""
  }

  @Test func bringsTheSetIntoPlaceAndLeavesItThere() throws {
    let archive = try BlackArchive.shared.get()
    let server = LoopbackServer(archive.data)
    defer { server.stop() }
    let place = folder + "/cifar-10-batches-bin"
    #expect(try fetch(server, archive.checksum) == .fetched(path: place))
    #expect(try PublishedDataset.cifar10.load(folder).test.count == 10_000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    #expect(try fetch(server, archive.checksum) == .alreadyThere(path: place))
    #expect(server.requests == [0])
  }

  @Test(arguments: [100, 1_000_000])
  func whatWasBegunWithAnotherFileIsBegunAnew(_ bytes: Int) throws {
    let data = try archive(entry: "readme")
    let part = URL(fileURLWithPath: folder + "/cifar-10-binary.tar.gz.part")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(count: bytes).write(to: part)
    let server = LoopbackServer(data)
    defer { server.stop() }
    #expect(complaint(server, try Self.checksum(data)).contains("no CIFAR-10 here"))
    #expect(server.requests == [bytes, 0])
  }

  @Test func refusesAnotherFileAndSaysWhatItIs() throws {
    let page = Data("<!DOCTYPE html><title>Moved</title>".utf8)
    let server = LoopbackServer(page)
    defer { server.stop() }
    let text = complaint(server, nil)
    #expect(text.contains("gave 35 bytes that begin '<!DOCTYPE html>"), "\(text)")
    #expect(text.contains("170052171 bytes of sha256 c4a38c50"))
    let error = #expect(throws: DatasetError.self) { try fetch(server, nil) }
    guard case .fetch(let url, let place, .unexpectedDownload)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(url == "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")
    #expect(place == folder)
    #expect(!text.contains("\n"))
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test(arguments: [
    ("../outside", "0", ""), ("cifar/../../outside", "0", ""), ("/outside", "0", ""),
    ("cifar-10-batches-bin", "2", "/tmp"), ("inside", "1", "/etc/hostname"),
    ("device", "3", ""),
  ])
  func refusesAnArchiveThatLeadsOut(_ name: String, _ type: String, _ link: String) throws {
    let data = try archive(entry: name, type: Character(type), link: link)
    let server = LoopbackServer(data)
    defer { server.stop() }
    let text = complaint(server, try Self.checksum(data))
    #expect(text.contains("cifar-10-binary.tar.gz: refused because it holds"), "\(text)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder) == ["cifar-10-binary.tar.gz"])
  }

  @Test func refusesAnArchiveOfSomethingElse() throws {
    let data = try archive(entry: "readme")
    let server = LoopbackServer(data)
    defer { server.stop() }
    #expect(complaint(server, try Self.checksum(data)).contains("no CIFAR-10 here"))
    let damaged = try BlackArchive.shared.get().data.prefix(9000)
    let other = LoopbackServer(damaged)
    defer { other.stop() }
    try FileManager.default.removeItem(atPath: folder)
    let text = complaint(other, try Self.checksum(damaged))
    #expect(text.contains("cannot be unpacked: gzip: stdin: unexpected end of file"), "\(text)")
    #expect(!text.contains("recoverable"))
  }

  @Test func namesTheArchiveAndNotWhereItWasUnpacked() throws {
    let data = try archive(entry: "cifar-10-batches-bin/data_batch_1.bin")
    let server = LoopbackServer(data)
    defer { server.stop() }
    let text = complaint(server, try Self.checksum(data))
    let inside = "cifar-10-binary.tar.gz/cifar-10-batches-bin/data_batch_1.bin: 0 bytes"
    #expect(text.contains("\(folder)/\(inside)"), "\(text)")
  }

  /// The second call of `shouldStop` is while the archive is listed, later ones while it is
  /// unpacked.
  @Test(arguments: [2, 4, 7, 10])
  func aStopWhileUnpackingLeavesTheArchive(_ question: Int) throws {
    let archive = try BlackArchive.shared.get()
    let path = folder + "/cifar-10-binary.tar.gz"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try archive.data.write(to: URL(fileURLWithPath: path))
    var asked = 0
    let outcome = try DatasetFetch(.cifar10, into: folder, checksum: archive.checksum).run(
      shouldStop: {
        asked += 1
        return asked >= question
      })
    #expect(outcome == .stopped)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder) == ["cifar-10-binary.tar.gz"])
  }

  @Test func removesWhatAKilledOneLeft() throws {
    let archive = try BlackArchive.shared.get()
    let left = folder + "/.cifar10-left/cifar-10-batches-bin"
    try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
    let server = LoopbackServer(archive.data)
    defer { server.stop() }
    _ = try fetch(server, archive.checksum)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder) == ["cifar-10-batches-bin"])
  }

  @Test func takesFilesPlacedByHand() throws {
    let archive = try BlackArchive.shared.get()
    let path = folder + "/cifar-10-binary.tar.gz"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try archive.data.write(to: URL(fileURLWithPath: path))
    let server = LoopbackServer(Data(), [.refuses(404)])
    defer { server.stop() }
    let error = #expect(throws: DatasetError.self) { try fetch(server, nil) }
    guard case .fetch(_, _, .unexpectedFile(path, _))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    _ = try fetch(server, archive.checksum)
    #expect(server.requests.isEmpty)
    #expect(FileManager.default.fileExists(atPath: path))
  }
}
