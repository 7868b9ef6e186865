import Foundation

/// A program of the system, run with its arguments as they are: no shell comes between.
struct SystemProgram {
  let path: String

  struct Result {
    let code: Int32
    var output = Data()
    /// The first line of standard error, which says what failed; others say what follows from it.
    let complaint: String
  }

  /// - Throws: `DatasetError` when no folder of `PATH` has it.
  init(_ name: String) throws(DatasetError) {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let paths = folders.split(separator: ":").map { "\($0)/\(name)" }
    guard let path = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { throw DatasetError.missingProgram(name: name) }
    self.path = path
  }

  /// Runs it to its end, or until `isWanted` says no, and collects its output.
  /// - Parameter limit: with more bytes of output than that it is ended.
  /// - Throws: `DatasetError` when it cannot be run or writes more than `limit` bytes.
  func run(
    _ arguments: [String], limit: Int = 16 << 20, while isWanted: () -> Bool = { true }
  ) throws(DatasetError) -> Result {
    var output = Data()
    var result = try run(arguments, while: isWanted) { (more) throws(DatasetError) in
      output += more
      guard output.count <= limit else {
        throw .program(path: path, reason: "gives more than \(limit >> 20) MB")
      }
    }
    result.output = output
    return result
  }

  /// Runs it to its end, or until `isWanted`, asked at least ten times a second, says no.
  /// - Parameter take: gets its output piece by piece; what it throws ends the program.
  func run(
    _ arguments: [String], while isWanted: () -> Bool,
    take: (Data) throws(DatasetError) -> Void
  ) throws(DatasetError) -> Result {
    let running = try Running(self, arguments)
    do {
      try running.forward(while: isWanted, to: take)
    } catch {
      running.end()
      _ = running.finish()
      throw error
    }
    return running.finish()
  }
}

/// A process with its output in a pipe, which breaks when this process ends, and its complaints in
/// a file, which never fills up.
private struct Running {
  let process = Process()
  private let output = Pipe()
  private let complaints = FileManager.default.temporaryDirectory
    .appendingPathComponent("nin-\(UUID().uuidString)").path

  init(_ program: SystemProgram, _ arguments: [String]) throws(DatasetError) {
    process.executableURL = URL(fileURLWithPath: program.path)
    process.arguments = arguments
    // What it complains of is read and shown.
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    _ = FileManager.default.createFile(atPath: complaints, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: complaints) ?? .nullDevice
    do {
      try process.run()
    } catch {
      try? FileManager.default.removeItem(atPath: complaints)
      throw .program(
        path: program.path, reason: "cannot be run: \(error.localizedDescription)")
    }
  }

  // It inherits the signals that this thread blocks, such as SIGTERM on a queue's; none blocks this.
  func end() { kill(process.processIdentifier, SIGKILL) }

  /// Hands on what it writes, to the end.
  func forward(
    while isWanted: () -> Bool, to take: (Data) throws(DatasetError) -> Void
  ) throws(DatasetError) {
    let file = output.fileHandleForReading.fileDescriptor
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if !isWanted() { end() }
      var state = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      guard poll(&state, 1, 100) > 0 else { continue }
      let count = read(file, &buffer, buffer.count)
      if count > 0 {
        try take(Data(buffer[..<count]))
      } else if count == 0 || errno != EINTR {
        return
      }
    }
  }

  func finish() -> SystemProgram.Result {
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(atPath: complaints) }
    let text = String(
      decoding: FileManager.default.contents(atPath: complaints) ?? Data(), as: UTF8.self)
    let first = text.split(whereSeparator: \.isNewline).first.map(String.init)
    return .init(
      code: process.terminationStatus,
      complaint: first ?? "it ended with code \(process.terminationStatus)")
  }
}
