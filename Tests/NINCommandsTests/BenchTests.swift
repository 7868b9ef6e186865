import Foundation
import Testing

@Suite struct BenchTests {
  private struct Report: Decodable {
    struct Row: Decodable {
      let layer: String
      let operation: String
      let forwardMs: Double
      let weightsMs: Double
      let dataMs: Double
      let ms: Double
      let share: Double
      let bound: String
      let shareOfBound: Double
    }

    let model: String
    let batch: Int
    let ms: Double
    let imagesPerSecond: Double
    let rows: [Row]
  }

  private let decoder = JSONDecoder()

  init() { decoder.keyDecodingStrategy = .convertFromSnakeCase }

  private func report(_ arguments: [String]) throws -> Report {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["bench", "--samples", "1", "--json"] + arguments)
    #expect(result.code == 0, "\(result.error)")
    return try decoder.decode(Report.self, from: Data(result.output.utf8))
  }

  @Test func rowsOfATrainingStepMakeUpItsTime() throws {
    let report = try report(["--model", "nin-cifar10", "--batch-size", "4", "--chunk", "3"])
    #expect(report.model == "nin-cifar10")
    #expect(report.batch == 4)
    #expect(report.rows.count == 9 + 2 + 2 + 1)
    #expect(report.rows.first?.layer == "net.0.0 net.0.1")
    #expect(report.rows.allSatisfy { $0.forwardMs > 0 && $0.weightsMs + $0.dataMs > 0 })
    #expect(report.rows.allSatisfy { $0.ms >= $0.forwardMs + $0.weightsMs + $0.dataMs })
    #expect(report.rows.reduce(0) { $0 + $1.ms } <= report.ms)
    #expect(report.rows.reduce(0) { $0 + $1.share } <= 1)
    #expect(report.rows.allSatisfy { $0.shareOfBound > 0 })
    #expect(report.imagesPerSecond == 4000 / report.ms)
  }

  @Test func inferenceHasNeitherBackwardPassNorDropout() throws {
    let report = try report(["--model", "nin-cifar10", "--batch-size", "2", "--no-train"])
    #expect(report.rows.count == 9 + 2 + 1)
    #expect(report.rows.allSatisfy { $0.weightsMs + $0.dataMs == 0 && $0.operation != "dropout" })
  }

  @Test func tableHasARowPerLayer() throws {
    let folder = try TemporaryFolder()
    let arguments = ["bench", "--model", "nin-small", "--batch-size", "2", "--samples", "1"]
    let lines = try folder.nin.run(arguments).output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("nin-small, training of 2 images") == true)
    #expect(lines.count { $0.hasPrefix("net.") } == 9 + 2 + 1)
    #expect(lines.last?.hasSuffix("images/s") == true)
  }

  /// The program that the peers' scripts run is a front of the same library.
  @Test func ninBenchMeasuresASinglePart() throws {
    struct Report: Decodable {
      struct Row: Decodable {
        let name: String
        let imagesPerSecond: Double
      }

      let model: String
      let rows: [Row]
    }
    let folder = try TemporaryFolder()
    func run(_ arguments: String) throws -> Executable.Result {
      try folder.nin.shell("\"${NIN%/*}/nin-bench\" \(arguments)")
    }
    let result = try run("--only inference --model nin-small --batch 2 --samples 1 --json")
    #expect(result.code == 0, "\(result.error)")
    let report = try decoder.decode(Report.self, from: Data(result.output.utf8))
    #expect(report.model == "nin-small" && report.rows.map(\.name) == ["inference"])
    #expect(report.rows.allSatisfy { $0.imagesPerSecond > 0 })
    let unknown = try run("--only nothing")
    #expect(unknown.code == 64 && unknown.error.contains("Usage: nin-bench [options]"))
    #expect(try run("--help").output.contains("Usage: nin-bench [options]"))
  }
}
