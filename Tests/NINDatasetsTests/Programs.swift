import Foundation
import Testing

/// Not every machine has the program.
let hasCurl = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
  FileManager.default.isExecutableFile(atPath: "\($0)/curl")
}

/// Runs a program of the system to its end.
func runProgram(_ arguments: [String]) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = arguments
  try process.run()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "\(arguments)")
}

/// A `.tar.gz` with one entry that no `tar` would write.
func archive(entry name: String, type: Character = "0", link: String = "") throws -> Data {
  var header = [UInt8](repeating: 0, count: 512)
  func put(_ text: String, at offset: Int) {
    for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
  }
  // Name, mode, owner, group, size, time, checksum (POSIX.1-1988, "ustar").
  for (text, offset) in [
    (name, 0), ("0000644", 100), ("0000000", 108), ("0000000", 116), ("00000000000", 124),
    ("00000000000", 136), ("        ", 148), (String(type), 156), (link, 157), ("ustar", 257),
    ("00", 263),
  ] { put(text, at: offset) }
  let sum = header.reduce(0) { $0 + Int($1) }
  put(String(String(0o1000000 + sum, radix: 8).dropFirst()) + "\0 ", at: 148)
  let path = NSTemporaryDirectory() + "nin-tar-" + UUID().uuidString
  defer { try? FileManager.default.removeItem(atPath: path + ".gz") }
  try Data(header + [UInt8](repeating: 0, count: 1024)).write(to: URL(fileURLWithPath: path))
  try runProgram(["gzip", path])
  return try Data(contentsOf: URL(fileURLWithPath: path + ".gz"))
}
