import Foundation

/// Puts a published data set into a folder: downloads it with curl, checks it, unpacks it, and only
/// then gives it its name. Existing files are used, and interrupted downloads continue.
public struct DatasetFetch: Sendable {
  /// How a fetch ended.
  public enum Outcome: Hashable, Sendable {
    /// The whole set was there before.
    case alreadyThere(path: String)
    /// The set is there now.
    case fetched(path: String)
    /// The caller asked to stop; what has been downloaded so far is kept.
    case stopped
  }

  /// How far a download is.
  public struct Progress: Hashable, Sendable {
    /// The name of the file that is being downloaded.
    public let file: String
    /// Bytes of the file so far, those of earlier attempts included.
    public let bytes: Int
    /// Bytes of the whole file; nil if its publisher does not state them.
    public let total: Int?
  }

  /// The set to fetch.
  public let set: PublishedDataset
  /// The folder of data sets; the set becomes a folder in it.
  public let folder: String
  private let server: String
  private let files: [PublishedFile]
  private let stallSeconds: Int

  /// - Parameters:
  ///   - set: the set to fetch.
  ///   - folder: the folder of data sets; the set becomes a folder in it.
  ///   - mirror: the URL of a folder with the same files; nil for the publisher's server.
  ///   - checksum: replaces the published checksum of an archive; not for sets of several files.
  ///   - stallSeconds: how long a connection may deliver almost nothing.
  public init(
    _ set: PublishedDataset, into folder: String, mirror: String? = nil,
    checksum: Checksum? = nil, stallSeconds: Int = 30
  ) {
    precondition(checksum == nil || set.isArchive, "\(set) has many checksums")
    self.set = set
    self.folder = folder
    self.stallSeconds = stallSeconds
    server = mirror.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? set.server
    files = set.publishedFiles.map { file in
      checksum.map { PublishedFile(file.name, nil, $0) } ?? file
    }
  }

  /// The folder of the set when it is complete.
  private var place: String { "\(folder)/\(set.subfolders[0])" }

  /// Fetches the set.
  /// - Parameters:
  ///   - progress: called at least ten times a second.
  ///   - shouldStop: asked as often.
  /// - Throws: `DatasetError`: `fetch` with the URL and the folder for a download by hand, or
  ///   another case if something is wrong in the folder.
  public func run(
    progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(DatasetError) -> Outcome {
    if let found = try existing() { return .alreadyThere(path: found) }
    let target = set.isArchive ? folder : place
    let made = try MadeFolders(target)
    defer { made.removeEmpty() }
    let archive = "\(folder)/\(files[0].name)"
    let isOwn = FileManager.default.fileExists(atPath: archive)
    for file in files {
      guard try fetch(file, into: target, progress, shouldStop) else { return .stopped }
    }
    if set.isArchive {
      guard try unpack(archive, shouldStop) else { return .stopped }
      if !isOwn { unlink(archive) }
    }
    return .fetched(path: place)
  }

  /// The folder of the set if it is there and complete, or nil.
  private func existing() throws(DatasetError) -> String? {
    guard let found = set.locate(in: folder, among: set.subfolders) else { return nil }
    do {
      _ = try set.load(found)
      return found
    } catch {
      if !set.isArchive { return nil }
      throw .occupied(folder: found, error)
    }
  }

  /// - Returns: false when stopped.
  private func fetch(
    _ file: PublishedFile, into target: String, _ progress: (Progress) -> Void,
    _ shouldStop: () -> Bool
  ) throws(DatasetError) -> Bool {
    let download = CheckedDownload(
      file: file, server: server, folder: target, stallSeconds: stallSeconds)
    do {
      return try download.run(
        progress: { progress(Progress(file: file.name, bytes: $0, total: file.bytes)) },
        shouldStop: shouldStop)
    } catch {
      throw .fetch(url: set.server + file.name, folder: target, error)
    }
  }

  /// Unpacks into a temporary folder, checks that it is the set, and moves it into place.
  /// - Returns: false when stopped.
  private func unpack(_ path: String, _ shouldStop: () -> Bool) throws(DatasetError) -> Bool {
    let archive = TarArchive(path: path)
    let temporary = try TemporaryFolder(in: folder, prefix: ".\(set.rawValue)-")
    guard try archive.unpack(into: temporary.path, shouldStop: shouldStop) else { return false }
    do {
      _ = try set.load(temporary.path)
    } catch {
      throw error.about(path, insteadOf: temporary.path)
    }
    guard rename("\(temporary.path)/\(set.subfolders[0])", place) == 0 else {
      throw .unwritable(path: place, reason: String(cString: strerror(errno)))
    }
    return true
  }
}

extension DatasetError {
  /// The same error with `path` in place of the temporary folder, which will be gone.
  fileprivate func about(_ path: String, insteadOf temporary: String) -> DatasetError {
    func renamed(_ name: String) -> String {
      name.replacingOccurrences(of: temporary, with: path)
    }
    return switch self {
    case .missing(let name): .missing(path: renamed(name))
    case .unreadable(let name): .unreadable(path: renamed(name))
    case .malformed(let name, let reason): .malformed(path: renamed(name), reason: reason)
    case .lacks(let set, let folder, let hasPythonVersion):
      .lacks(set, folder: renamed(folder), hasPythonVersion: hasPythonVersion)
    default: self
    }
  }
}
