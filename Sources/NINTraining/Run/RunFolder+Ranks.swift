import Foundation
import NINCommunication

extension RunFolder {
  /// A new run. Only the first rank creates its folder.
  /// - Throws: `TrainingError`, `CommunicationError`.
  public init(new path: String?, stem: String, _ communicator: any Communicator) throws {
    let own = communicator.rank == 0 ? try RunFolder(new: path, stem: stem) : nil
    let name = try communicator.broadcast(Array((own?.path ?? "").utf8))
    self = own ?? RunFolder(elsewhere: String(decoding: name, as: UTF8.self))
  }

  /// An existing run on the host of the first rank. The other ranks get copies of the files that
  /// are needed to resume it, in a temporary folder, which they remove with `removeCopy`.
  /// - Throws: `TrainingError`, `CommunicationError`.
  public init(existing path: String, _ communicator: any Communicator) throws {
    let own = communicator.rank == 0 ? try RunFolder(existing: path) : nil
    guard communicator.size > 1 else {
      self = try RunFolder(existing: path)
      return
    }
    let folder = try own ?? RunFolder(elsewhere: Self.temporaryFolder())
    for file in [folder.optionsPath, folder.splitPath, folder.statePath] {
      let content = own == nil ? nil : FileManager.default.contents(atPath: file)
      let bytes = try communicator.broadcast(Array(content ?? Data()))
      guard own == nil, !bytes.isEmpty else { continue }
      guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
        throw TrainingError.unusableFolder(path: folder.path, reason: "\(file) cannot be written")
      }
    }
    self = folder
  }

  /// Removes a folder with such copies.
  public func removeCopy() { try? FileManager.default.removeItem(atPath: path) }

  private static func temporaryFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nin-rank-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
  }
}
