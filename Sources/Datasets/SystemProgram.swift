import Foundation

/// A program of the system, run with its arguments as they are: no shell comes between.
package struct SystemProgram {
  package let path: String

  /// - Throws: `DatasetError` when no folder of `PATH` has it.
  package init(
    _ name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(DatasetError) {
    let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    let paths = folders.map { "\($0)/\(name)" }
    guard let path = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { throw DatasetError("the program '\(name)' is needed, but not installed here") }
    self.path = path
  }

  package struct Output {
    package let code: Int32
    package let data: Data
    /// The last line of standard error.
    package let complaint: String
  }

  /// Runs it to its end and gives its standard output.
  /// - Parameter limit: with more output than that it is stopped.
  /// - Throws: `DatasetError` when it cannot be run or writes more than `limit` bytes.
  package func output(_ arguments: [String], limit: Int) throws(DatasetError) -> Output {
    let (output, error) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = error
    do {
      try process.run()
      var data = Data()
      while data.count <= limit,
        let more = try output.fileHandleForReading.read(upToCount: 1 << 20), !more.isEmpty
      {
        data += more
      }
      if data.count > limit { process.terminate() }
      let text = try error.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      guard data.count <= limit else {
        throw DatasetError("'\(path)' gives more than \(limit >> 20) MB")
      }
      let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
      return Output(
        code: process.terminationStatus, data: data, complaint: lines.last.map(String.init) ?? "")
    } catch let error as DatasetError {
      throw error
    } catch {
      throw DatasetError("'\(path)' cannot be run: \(error.localizedDescription)")
    }
  }
}
