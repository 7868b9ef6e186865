import Foundation

/// What Python's `torch.save` writes: a zip archive with a pickle in it, or before PyTorch 1.6 a bare
/// pickle. A pickle is a program that runs when it is read, so `nin` does not read it.
public enum PickleFile {
  static let reason = "is a PyTorch pickle (.pth, .pt), not a safetensors file"

  /// Whether `path` is such a file, by its first bytes.
  public static func isOne(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return begins((try? file.read(upToCount: 8)) ?? Data())
  }

  /// A bare pickle begins with an opcode of its own and the number of its protocol (2 to 5). So may
  /// the length of a safetensors header, but zeros follow it.
  static func begins(_ data: Data) -> Bool {
    let start = Array(data.prefix(8))
    guard start.count == 8 else { return false }
    return start.starts(with: [0x50, 0x4B, 3, 4])
      || start[0] == 0x80 && (2...5).contains(start[1]) && start[4...] != [0, 0, 0, 0]
  }
}
