import Foundation
import Testing

@testable import NINTraining

/// Runs that start at the same time.
@Suite final class RunFolderTests {
  private let parent = NSTemporaryDirectory() + "nin-folders-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: parent) }

  private var path: String { "\(parent)/outer/run" }

  @Test func oneThatBeganMeanwhileIsSeen() throws {
    let late = try RunFolder(new: path, stem: "")
    let first = try RunFolder(new: path, stem: "")
    do {
      let lock = try first.lock(isNew: true)
      #expect(throws: TrainingError.self) { try late.lock(isNew: true) }
      late.discardIfEmpty()
      try withExtendedLifetime(lock) {
        try Data().write(to: URL(fileURLWithPath: first.statePath))
      }
    }
    #expect(throws: TrainingError.self) { try late.lock(isNew: true) }
    late.discardIfEmpty()
    #expect(FileManager.default.fileExists(atPath: first.statePath))
    #expect(FileManager.default.fileExists(atPath: first.path + "/weights"))
  }

  @Test func onlyWhatOneMadeIsDiscarded() throws {
    let own = try RunFolder(new: path, stem: "")
    _ = try own.lock(isNew: true)
    own.discardIfEmpty()
    #expect(!FileManager.default.fileExists(atPath: path))
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let other = try RunFolder(new: path, stem: "")
    _ = try other.lock(isNew: true)
    other.discardIfEmpty()
    #expect(FileManager.default.fileExists(atPath: path))
  }

  /// As in a program in which another thread starts at the same time.
  @Test func aCopyOfItsDescriptorDoesNotKeepTheLock() throws {
    let folder = try RunFolder(new: path, stem: "")
    var copies: [Int32] = []
    defer { for copy in copies { close(copy) } }
    do {
      let lock = try folder.lock(isNew: true)
      copies = try withExtendedLifetime(lock) { try descriptors(of: path).map { dup($0) } }
      #expect(copies.count == 1)
      #expect(throws: TrainingError.inUse(folder: path)) { try folder.lock(isNew: true) }
    }
    #expect(throws: Never.self) { try folder.lock(isNew: true) }
  }

  private func descriptors(of path: String) throws -> [Int32] {
    var (named, opened) = (stat(), stat())
    let code = stat(path, &named)
    try #require(code == 0)
    return (0..<1024).filter {
      fstat($0, &opened) == 0 && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }
  }

  @Test func aFolderThatWasRemovedMeanwhileIsNamed() throws {
    let folder = try RunFolder(new: path, stem: "")
    try FileManager.default.removeItem(atPath: path)
    let error = #expect(throws: TrainingError.self) { try folder.lock(isNew: true) }
    #expect(error?.description.contains(path) == true)
  }
}
