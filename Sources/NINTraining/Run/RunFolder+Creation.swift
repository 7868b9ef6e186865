import Foundation
import NINCheckpoints

extension RunFolder {
  /// Creates the folder with the first free number. `mkdir` decides between processes.
  static func makeNumbered(_ stem: String) throws(TrainingError) -> String {
    var number = 1
    while true {
      let digits = String(number)
      let zeros = String(repeating: "0", count: max(0, 3 - digits.count))
      let path = "runs/\(stem)-\(zeros)\(digits)"
      if try make(path) { return path }
      number += 1
    }
  }

  /// Creates a folder and its parent folders.
  /// - Returns: whether the folder is new.
  static func make(_ path: String) throws(TrainingError) -> Bool {
    do {
      if !FileManager.default.fileExists(atPath: path.outerFolder) {
        try FileManager.default.createDirectory(
          atPath: path.outerFolder, withIntermediateDirectories: true)
      }
    } catch {
      throw .unusableFolder(path: path, reason: reason(error))
    }
    if mkdir(path, 0o777) == 0 { return true }
    let failure = String(cString: strerror(errno))
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { throw TrainingError.unusableFolder(path: path, reason: failure) }
    return false
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let underlying, underlying.domain == NSPOSIXErrorDomain else {
      return "is its parent folder there and writable?"
    }
    return String(cString: strerror(Int32(underlying.code)))
  }
}
