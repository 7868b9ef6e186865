import Foundation
import Testing

/// The program `nin`, which is beside the test bundle in the build folder.
struct Executable {
  struct Result {
    let code: Int32
    let output: String
    let error: String

    /// The lines of standard error that begin with "Error: ".
    var errorLines: [String] {
      error.split(separator: "\n").filter { $0.hasPrefix("Error: ") }.map(String.init)
    }
  }

  /// The current folder and the home of the process, so that it finds no data sets of the machine.
  let folder: URL

  static var path: String {
    let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
    let executable = bundles.first ?? Bundle.main.executableURL
    let products = executable?.deletingLastPathComponent() ?? URL(fileURLWithPath: ".")
    return products.appendingPathComponent("nin").path
  }

  private static let sanitizerOptions = ProcessInfo.processInfo.environment.filter {
    $0.key == "ASAN_OPTIONS"
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    let running = try start(arguments, environment: environment)
    return try running.finish()
  }

  /// Runs `command` in a shell, where `$NIN` is the executable.
  func shell(_ command: String) throws -> Result {
    try start(["-c", command], executable: "/bin/sh").finish()
  }

  func start(
    _ arguments: [String], executable: String = Self.path, environment: [String: String] = [:]
  ) throws -> Running {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "HOME": folder.path, "OMP_NUM_THREADS": "2", "PATH": "/usr/bin:/bin", "NIN": Self.path,
    ].merging(Self.sanitizerOptions) { $1 }.merging(environment) { $1 }
    let running = try Running(process)
    try process.run()
    return running
  }

  /// A process whose output goes to files, which, unlike pipes, do not block when they are full.
  struct Running {
    let process: Process
    private let output: URL
    private let error: URL

    init(_ process: Process) throws {
      self.process = process
      let stem = FileManager.default.temporaryDirectory
        .appendingPathComponent("nin-test-\(UUID().uuidString)")
      (output, error) = (stem.appendingPathExtension("out"), stem.appendingPathExtension("err"))
      for (file, url) in [(1, output), (2, error)] {
        try Data().write(to: url)
        let handle = try FileHandle(forWritingTo: url)
        if file == 1 { process.standardOutput = handle } else { process.standardError = handle }
      }
    }

    /// The standard error so far.
    var errorSoFar: String { (try? String(contentsOf: error, encoding: .utf8)) ?? "" }

    func finish() throws -> Result {
      process.waitUntilExit()
      defer { for url in [output, error] { try? FileManager.default.removeItem(at: url) } }
      return Result(
        code: process.terminationStatus,
        output: try String(contentsOf: output, encoding: .utf8),
        error: try String(contentsOf: error, encoding: .utf8))
    }
  }
}

/// Gives each test its own folder, which is removed afterwards.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("nin-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var nin: Executable { Executable(folder: url) }

  /// A folder with a barely trained model in `run`.
  static func withRun() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let arguments =
      "train --dataset shapes --limit-train 64 --limit-test 20 --epochs 1 --output run"
    let run = try folder.nin.run(arguments.split(separator: " ").map(String.init))
    try #require(run.code == 0, "\(run.error)")
    return folder
  }

  func data(_ path: String) throws -> Data {
    try Data(contentsOf: url.appendingPathComponent(path))
  }

  func write(_ data: Data, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(path).path)
  }
}
