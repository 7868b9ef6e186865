import NINCheckpoints
import Foundation
import Testing

@Suite struct AtomicFileTests {
  @Test func replacesTheFormerFile() throws {
    let folder = try TemporaryFolder()
    for text in ["first", "second, longer", ""] {
      try AtomicFile.save(Data(text.utf8), to: folder.file("f"))
      #expect(try String(contentsOfFile: folder.file("f"), encoding: .utf8) == text)
    }
    #expect(try folder.names == ["f"])
  }

  @Test func writesEveryByteOfALargeFile() throws {
    let folder = try TemporaryFolder()
    let data = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try AtomicFile.save(data, to: folder.file("large"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("large"))) == data)
  }

  @Test func failureNamesThePathAndTheReasonAndLeavesNothing() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.save(Data("kept".utf8), to: folder.file("file"))
    try FileManager.default.createDirectory(
      atPath: folder.file("folder/full"), withIntermediateDirectories: true)
    for (name, reason) in [
      ("missing/f", "No such file or directory"), ("file/f", "Not a directory"),
      ("folder", "Is a directory"), (String(repeating: "n", count: 300), "File name too long"),
    ] {
      let error = try #require(throws: CheckpointError.self) {
        try AtomicFile.save(Data("lost".utf8), to: folder.file(name))
      }
      #expect(error.path == folder.file(name))
      #expect(error.reason == "cannot be written: \(reason)")
    }
    #expect(try folder.names == ["file", "folder"])
    #expect(try String(contentsOfFile: folder.file("file"), encoding: .utf8) == "kept")
  }
}
