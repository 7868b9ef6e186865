import Foundation

@testable import NINCheckpoints
@testable import NINCommands
@testable import NINDatasets
@testable import NINModels
@testable import NINReports
@testable import NINTraining

extension Reader {
  /// As it stands in the metadata of a model file, with tensors of the right shapes and any values.
  static func readDescription(_ data: Data) throws {
    let json = String(decoding: data, as: UTF8.self)
    let file = SafetensorsFile(metadata: ["nin": json], tensors: [])
    let description = try ModelFile.description(of: file, "input")
    _ = try description.network()
  }

  /// The metadata of a run's state: two documents with a line between them.
  static func readState(_ data: Data) {
    let parts = String(decoding: data, as: UTF8.self).split(separator: "\n", maxSplits: 1)
    var metadata = ["nin_state": String(parts.first ?? "")]
    if parts.count == 2 { metadata["nin_best"] = String(parts[1]) }
    guard let (state, best) = StateFile.decode(metadata) else { return }
    _ = state.objection(stepsPerEpoch: 3)
    if let images { _ = best?.isPossible(of: images) }
  }

  private static let images = try? DrawnShapes.load(trainCount: 1, testCount: 3).test

  /// What a resumed run's report and log make of its lines.
  static func readMetrics(_ data: Data) {
    let path = InputFile(data, name: "metrics.jsonl").path
    let history = RunHistory(contentsOf: path, stepsPerEpoch: 3, epochs: 4)
    _ = Curves(history, epochs: 4).file
    _ = RunSummary(Recipe(.quickstart), environment, history, classes: 10, test: nil)
  }

  private static let environment: RunEnvironment = {
    do { return RunEnvironment(try .init(threads: 1), version: "1") } catch {
      fatalError("\(error)")
    }
  }()

  /// Records of a small set, and its file of names.
  static func readCIFAR(_ data: Data) throws {
    let names = data.prefix(64)
    let records = data.dropFirst(64)
    let path = InputFile(Data(names), name: "names.txt").path
    _ = InputFile(Data(records), name: "data.bin")
    let files = CIFARFiles(
      trainFiles: ["data.bin"], testFile: "data.bin", trainRecords: 1, labelBytes: 1, label: 0,
      namesFile: "names.txt", classes: 2, usualNames: nil)
    _ = try files.load((path as NSString).deletingLastPathComponent, name: "input", title: "input")
  }

  static func readArrays(_ data: Data) throws {
    let header = Data(count: 124) + Data([0, 1]) + Data("IM".utf8)
    let file = try MATFile(contentsOf: InputFile(header + data, name: "input.mat").path)
    try file.forEachArray { (array) throws(DatasetError) in _ = try array.integers() }
  }

  /// A command line, its words with spaces between them, up to where something would be done.
  static func readArguments(_ data: Data) {
    let words = String(decoding: data, as: UTF8.self).split(separator: " ").map(String.init)
    var parser = CommandLineParser<TrainOptions>(words[...])
    _ = try? parser.parse()
  }
}
