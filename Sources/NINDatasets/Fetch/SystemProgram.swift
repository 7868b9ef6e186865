import Foundation

/// A program of the system. It is run without a shell, so arguments reach it as they are.
struct SystemProgram {
  let path: String

  struct Result {
    let code: Int32
    var output = Data()
    /// The first line of standard error. It usually says what failed.
    let complaint: String
  }

  /// - Throws: `DatasetError` when it is in no folder of `PATH`.
  init(_ name: String) throws(DatasetError) {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let paths = folders.split(separator: ":").map { "\($0)/\(name)" }
    guard let path = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { throw DatasetError.missingProgram(name: name) }
    self.path = path
  }

  /// Runs it to its end, or until `isWanted` returns false, and collects its output.
  /// - Parameter limit: the most bytes of output; a program that writes more is ended.
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

  /// Runs it to its end, or until `isWanted`, which is called at least ten times a second, returns
  /// false.
  /// - Parameter take: gets the output piece by piece; an error that it throws ends the program.
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

/// A running program. Its output goes into a pipe, which breaks when this process ends. Its
/// standard error goes into a file, which cannot fill up as a pipe does.
private struct Running {
  let process = Process()
  private let output = Pipe()
  private let complaints = FileManager.default.temporaryDirectory
    .appendingPathComponent("nin-\(UUID().uuidString)").path

  init(_ program: SystemProgram, _ arguments: [String]) throws(DatasetError) {
    process.executableURL = URL(fileURLWithPath: program.path)
    process.arguments = arguments
    // Its messages are shown to the user and must be in English.
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

  // It inherits the blocked signals of this thread, among them SIGTERM on threads of a dispatch
  // queue. SIGKILL cannot be blocked.
  func end() { kill(process.processIdentifier, SIGKILL) }

  /// Passes its output on until it ends.
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
