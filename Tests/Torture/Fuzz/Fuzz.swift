import Foundation

/// What libFuzzer calls with each input (llvm.org/docs/LibFuzzer.html). `NIN_READER` names the reader
/// that gets it; an error is as good as a result, a trap is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let data = bytes.map { Data(bytes: $0, count: count) } ?? Data()
  try? reader.read(data)
  return 0
}

private let reader: Reader = {
  let name = ProcessInfo.processInfo.environment["NIN_READER"] ?? ""
  if let reader = Reader(rawValue: name) { return reader }
  let names = Reader.allCases.map(\.rawValue).joined(separator: " ")
  FileHandle.standardError.write(Data("NIN_READER is one of: \(names)\n".utf8))
  exit(64)
}()

/// The input as a file, for readers that take a path.
struct InputFile {
  private static let folder: String = {
    let shared = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
    let path = "\(shared)/nin-fuzz-\(getpid())"
    mkdir(path, 0o700)
    atexit { try? FileManager.default.removeItem(atPath: InputFile.folder) }
    return path
  }()

  let path: String

  init(_ data: Data, name: String) {
    path = "\(Self.folder)/\(name)"
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    data.withUnsafeBytes { _ = write(file, $0.baseAddress, $0.count) }
    close(file)
  }
}
