import Foundation

/// An incomplete file beside its target. Its writer holds a lock on it until the process ends, so a
/// temporary file without a lock is abandoned.
final class TemporaryFile {
  private let target: String
  private let path: String
  private let descriptor: Int32
  private var isInPlace = false

  /// "model.safetensors.1f3a9c20.tmp".
  private static let suffixLength = ".00000000.tmp".utf8.count

  /// - Throws: `CheckpointError` naming the target.
  init(for target: String) throws(CheckpointError) {
    self.target = target
    while true {
      let digits = String(UInt32.random(in: .min ... .max), radix: 16)
      let path = "\(target).\(String(repeating: "0", count: 8 - digits.count))\(digits).tmp"
      let file = Self.uninterrupted {
        open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      }
      guard file >= 0 else { throw Self.failure(target) }
      _ = Self.uninterrupted { flock(file, LOCK_EX) }
      // Before this process had the lock, another one may have removed the file as abandoned.
      if Self.isLinked(file) {
        (self.path, descriptor) = (path, file)
        return
      }
      close(file)
    }
  }

  deinit {
    if !isInPlace { unlink(path) }
    close(descriptor)
  }

  /// - Throws: `CheckpointError` with the system's reason.
  func write(_ data: Data) throws(CheckpointError) {
    var offset = 0
    while offset < data.count {
      let written = Self.uninterrupted {
        data.withUnsafeBytes { bytes in
          Foundation.write(
            descriptor, bytes.baseAddress.map { $0 + offset }, data.count - offset)
        }
      }
      guard written > 0 else { throw failure() }
      offset += written
    }
    guard Self.uninterrupted({ fsync(descriptor) }) == 0 else { throw failure() }
  }

  /// - Throws: `CheckpointError` with the system's reason.
  func moveIntoPlace() throws(CheckpointError) {
    guard rename(path, target) == 0 else { throw failure() }
    isInPlace = true
  }

  private func failure() -> CheckpointError { Self.failure(target) }

  private static func failure(_ target: String) -> CheckpointError {
    CheckpointError(path: target, reason: "cannot be written: \(String(cString: strerror(errno)))")
  }

  private static func isLinked(_ file: Int32) -> Bool {
    var status = stat()
    return fstat(file, &status) != 0 || status.st_nlink > 0
  }

  /// Repeats `call` as long as a signal interrupts it.
  private static func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
      errno = 0
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

// MARK: Files of killed processes

extension TemporaryFile {
  static func removeAbandoned(of target: String) {
    let name = (target as NSString).lastPathComponent
    removeAbandoned(in: target.outerFolder) { $0.dropLast(suffixLength) == name }
  }

  static func removeAbandoned(in folder: String, where isMeant: (Substring) -> Bool) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where isTemporary(name) && isMeant(name[...]) {
      removeIfAbandoned("\(folder)/\(name)")
    }
  }

  private static func isTemporary(_ name: String) -> Bool {
    guard name.utf8.count > suffixLength, name.hasSuffix(".tmp") else { return false }
    let digits = name.utf8.suffix(suffixLength).dropFirst().prefix(8)
    return name.utf8.suffix(suffixLength).first == UInt8(ascii: ".")
      && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func removeIfAbandoned(_ path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return }
    if flock(file, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    close(file)
  }
}
