import Foundation
import NINCheckpoints
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

  /// A process that is killed while writing leaves its temporary file, but no lock on it.
  @Test func whatKilledProcessesLeftIsRemoved() throws {
    let folder = try TemporaryFolder()
    let kept = ["f.tmp", "f.00000000.tm", "f.0000000G.tmp", "00000000.tmp"]
    for name in kept + ["f.0123abcd.tmp", "other.0123abcd.tmp"] {
      try Data().write(to: URL(fileURLWithPath: folder.file(name)))
    }
    try AtomicFile.save(Data(), to: folder.file("f"))
    #expect(try folder.names == (kept + ["f", "other.0123abcd.tmp"]).sorted())
    AtomicFile.removeAbandoned(in: folder.path)
    #expect(try folder.names == (kept + ["f"]).sorted())
  }

  @Test func whatIsBeingWrittenStays() throws {
    let folder = try TemporaryFolder()
    let file = open(folder.file("f.0123abcd.tmp"), O_WRONLY | O_CREAT, 0o644)
    defer { close(file) }
    try #require(flock(file, LOCK_EX) == 0)
    AtomicFile.removeAbandoned(in: folder.path)
    #expect(try folder.names == ["f.0123abcd.tmp"])
  }

  @Test(arguments: [
    ("f", "."), ("ab", "."), ("a/b", "a"), ("a/b/", "a"), ("a//b", "a"), ("/a", "/"), ("//a", "/"),
    ("/", "/"), (".", "."), ("", "."), ("../f", ".."), ("é/f", "é"), ("a/b/c//", "a/b"),
  ])
  func folderOfAPath(_ path: String, _ folder: String) {
    #expect(path.outerFolder == folder)
  }
}
