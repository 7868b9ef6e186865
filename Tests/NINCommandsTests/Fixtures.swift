import Foundation
import Testing

/// The folders and files of `BadInput`, and one good run, which no command may change.
final class Fixtures: Sendable {
  /// The fixtures of the running suite.
  @TaskLocal static var current: Fixtures?

  // Written once, then only read.
  nonisolated(unsafe) let folder: TemporaryFolder
  private let good: [String: Data]

  private static let goodFiles = [
    "options.json", "state.safetensors", "metrics.jsonl", "results.csv",
    "weights/last.safetensors",
  ]

  init() throws {
    folder = try TemporaryFolder()
    let arguments =
      "train --dataset shapes --limit-train 64 --limit-test 20 --max-steps 1 --output good"
    let run = try folder.nin.run(arguments.split(separator: " ").map(String.init))
    guard run.code == 0 else { throw Failure(text: run.error) }
    var good: [String: Data] = [:]
    for file in Self.goodFiles { good[file] = try folder.data("good/\(file)") }
    self.good = good
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("empty"), withIntermediateDirectories: true)
    try folder.write(Data("no model at all".utf8), to: "file.txt")
    try makeCIFARFolders()
    try makeTensorFiles()
    try makeRuns()
  }

  struct Failure: Error {
    let text: String
  }

  /// Whether the good run is unchanged and there is no other.
  func isIntact() throws -> Bool {
    for (file, data) in good where try folder.data("good/\(file)") != data { return false }
    let runs = folder.url.appendingPathComponent("runs").path
    let begun = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
    return !begun.contains { folder.exists("runs/\($0)/state.safetensors") }
  }

  // Sparse files: as long as the real ones, all zeros, without space on the disk.
  private func makeCIFARFolders() throws {
    try makeBatch("short/data_batch_1.bin", bytes: 1000)
    try makeBatch("incomplete/data_batch_1.bin")
    for number in 1...5 { try makeBatch("mislabelled/data_batch_\(number).bin") }
    try makeBatch("mislabelled/test_batch.bin")
    let path = folder.url.appendingPathComponent("mislabelled/data_batch_3.bin")
    let file = try FileHandle(forUpdating: path)
    try file.seek(toOffset: 42 * 3073)
    try file.write(contentsOf: Data([77]))
    try file.close()
  }

  private func makeBatch(_ path: String, bytes: UInt64 = 30_730_000) throws {
    try folder.write(Data(), to: path)
    let file = try FileHandle(forUpdating: folder.url.appendingPathComponent(path))
    try file.truncate(atOffset: bytes)
    try file.close()
  }

  private func makeTensorFiles() throws {
    let one = #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
    let model = """
      {\\"model\\":\\"nin\\",\\"size\\":900000,\\"channels\\":3,\\"classNames\\":[\\"a\\",\\"b\\"]}
      """
    let headers: [(String, String, Int)] = [
      ("json", "{not json", 0),
      ("twice", "{\(one),\(one)}", 4),
      ("overlap", #"{\#(one),"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#, 6),
      ("trailing", "{\(one)}", 12),
      ("whole", #"{"a":{"dtype":"I16","shape":[2],"data_offsets":[0,4]}}"#, 4),
      (
        "overflow",
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#, 4
      ),
      ("impossible", #"{"__metadata__":{"nin":"\#(model)"},\#(one)}"#, 4),
      ("other", "{\(one)}", 4),
    ]
    for (name, header, bytes) in headers {
      try folder.write(
        Self.file(header, bytes: bytes), to: "\(name).safetensors")
    }
    try folder.write(Data(), to: "zero.safetensors")
    try folder.write(Data(repeating: 0xFF, count: 64), to: "huge.safetensors")
    let last = try folder.data("good/weights/last.safetensors")
    try folder.write(last.prefix(last.count / 2), to: "truncated.safetensors")
  }

  private static func file(_ header: String, bytes: Int) -> Data {
    var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    data.append(contentsOf: header.utf8)
    return data + Data(count: bytes)
  }

  /// Changes one bit of the values.
  private static func flipped(_ state: Data) -> Data {
    var state = state
    state[state.endIndex - 5000] ^= 1
    return state
  }

  private func makeRuns() throws {
    let (options, state) = (
      String(decoding: try folder.data("good/options.json"), as: UTF8.self),
      try folder.data("good/state.safetensors")
    )
    let runs: [(String, String, Data)] = [
      ("damaged-options", String(options.dropLast(20)), state),
      (
        "impossible-options",
        options.replacingOccurrences(of: "\"batchSize\" : 64", with: "\"batchSize\" : 0"), state
      ),
      (
        "other-options",
        options.replacingOccurrences(of: "\"nin-small\"", with: "\"nin-cifar10\""), state
      ),
      ("damaged-state", options, state.dropLast(1000)),
      ("flipped-state", options, Self.flipped(state)),
      (
        "endless-options",
        options.replacingOccurrences(
          of: "\"epochs\" : 8", with: "\"epochs\" : 4611686018427387904"), state
      ),
    ]
    for (name, options, state) in runs {
      try folder.write(Data(options.utf8), to: "\(name)/options.json")
      try folder.write(state, to: "\(name)/state.safetensors")
    }
  }
}

/// Makes the fixtures before a suite and removes them after it.
struct FixturesTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await Fixtures.$current.withValue(Fixtures(), operation: function)
  }
}

extension Trait where Self == FixturesTrait {
  static var withFixtures: Self { Self() }
}
