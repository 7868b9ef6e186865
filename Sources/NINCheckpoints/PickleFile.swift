import Foundation

/// Files of Python's `torch.save`: a zip archive with a pickle in it or, before PyTorch 1.6, a bare
/// pickle. Reading a pickle runs a program, so `nin` does not read it.
public enum PickleFile {
  static let reason = "is a PyTorch pickle (.pth, .pt), not a safetensors file"

  /// Whether the file at `path` is a pickle, judged by its first bytes.
  public static func isOne(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return begins((try? file.read(upToCount: 8)) ?? Data())
  }

  /// A bare pickle begins with its own opcode and a protocol number from 2 to 5. A safetensors
  /// header length may begin with the same bytes, but zeros follow it.
  static func begins(_ data: Data) -> Bool {
    let start = Array(data.prefix(8))
    guard start.count == 8 else { return false }
    return start.starts(with: [0x50, 0x4B, 3, 4])
      || start[0] == 0x80 && (2...5).contains(start[1]) && start[4...] != [0, 0, 0, 0]
  }
}
