import Foundation

/// A program of the system, run with its arguments as they are: no shell comes between.
struct SystemProgram {
  let path: String

  struct Result {
    let code: Int32
    let output: Data
    /// The last line of standard error.
    let complaint: String
  }

  /// - Throws: `DatasetError` when no folder of `PATH` has it.
  init(_ name: String) throws(DatasetError) {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let paths = folders.split(separator: ":").map { "\($0)/\(name)" }
    guard let path = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { throw DatasetError("the program '\(name)' is needed, but not installed here") }
    self.path = path
  }

  /// Runs it to its end.
  /// - Parameter limit: with more bytes of output than that it is ended.
  /// - Throws: `DatasetError` when it cannot be run or writes more than `limit` bytes.
  func run(_ arguments: [String], limit: Int = 16 << 20) throws(DatasetError) -> Result {
    let running = try Running(self, arguments)
    let output = running.read(limit: limit)
    if output.count > limit { running.process.terminate() }
    let result = running.finish(output)
    guard output.count <= limit else {
      throw DatasetError("'\(path)' gives more than \(limit >> 20) MB")
    }
    return result
  }

  /// Runs it to its end, or until `isWanted`, asked ten times a second, says no.
  ///
  /// For programs that write a line or two: a pipe holds no more.
  func run(_ arguments: [String], while isWanted: () -> Bool) throws(DatasetError) -> Result {
    let running = try Running(self, arguments)
    while running.process.isRunning {
      if isWanted() { Thread.sleep(forTimeInterval: 0.1) } else { running.process.terminate() }
    }
    return running.finish(running.read(limit: 1 << 16))
  }
}

/// A process with its output in a pipe and its complaints in a file, which never fills up.
private struct Running {
  let process = Process()
  private let output = Pipe()
  private let complaints = FileManager.default.temporaryDirectory
    .appendingPathComponent("nin-\(UUID().uuidString)").path

  init(_ program: SystemProgram, _ arguments: [String]) throws(DatasetError) {
    process.executableURL = URL(fileURLWithPath: program.path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    _ = FileManager.default.createFile(atPath: complaints, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: complaints) ?? .nullDevice
    do {
      try process.run()
    } catch {
      try? FileManager.default.removeItem(atPath: complaints)
      throw DatasetError("'\(program.path)' cannot be run: \(error.localizedDescription)")
    }
  }

  /// All that it writes, or a little more than `limit` bytes of it.
  func read(limit: Int) -> Data {
    var data = Data()
    while data.count <= limit,
      let more = try? output.fileHandleForReading.read(upToCount: 1 << 20), !more.isEmpty
    {
      data += more
    }
    return data
  }

  func finish(_ data: Data) -> SystemProgram.Result {
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(atPath: complaints) }
    let text = String(
      decoding: FileManager.default.contents(atPath: complaints) ?? Data(), as: UTF8.self)
    let last = text.split(whereSeparator: \.isNewline).last.map(String.init)
    return .init(
      code: process.terminationStatus, output: data,
      complaint: last ?? "it ended with code \(process.terminationStatus)")
  }
}
