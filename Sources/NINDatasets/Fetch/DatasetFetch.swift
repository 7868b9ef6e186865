import Foundation

/// Brings a published data set into a folder: downloads with curl, checks, unpacks, and only then
/// gives it its name. Files that are there already are used, and downloads that were interrupted
/// continue.
public struct DatasetFetch: Sendable {
  public enum Outcome: Hashable, Sendable {
    case alreadyThere(path: String)
    case fetched(path: String)
    /// The caller asked; what has come so far is kept.
    case stopped
  }

  /// What is being downloaded and how far it is.
  public struct Progress: Hashable, Sendable {
    public let file: String
    public let bytes: Int
    public let total: Int?
  }

  public let set: PublishedDataset
  public let folder: String
  private let server: String
  private let files: [PublishedFile]
  private let stallSeconds: Int

  /// - Parameters:
  ///   - set: what is wanted.
  ///   - folder: of data sets; the set becomes a subfolder of it.
  ///   - mirror: the URL of a folder with the same files.
  ///   - checksum: of the archive in place of the published one; for sets of one file only.
  ///   - stallSeconds: how long a connection may bring nothing.
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

  /// Where the set ends up.
  private var place: String { "\(folder)/\(set.subfolders[0])" }

  /// - Throws: `DatasetError`: `fetch`, which says how to do it by hand, or what is wrong in the
  ///   folder.
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

  /// Where the whole set is already, or nil.
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

  /// Unpacks beside the place, looks whether it is the set, and moves it into place.
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
  /// The same fault of the file or folder `path` instead of the temporary one, which will be gone.
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
