import Foundation
import Testing

@Suite struct BenchTests {
  private struct Report: Decodable {
    struct Row: Decodable {
      let layer: String
      let operation: String
      let forward_ms: Double
      let weights_ms: Double
      let data_ms: Double
      let ms: Double
      let share: Double
      let bound: String
      let share_of_bound: Double
    }

    let model: String
    let batch: Int
    let ms: Double
    let images_per_second: Double
    let rows: [Row]
  }

  private func report(_ arguments: [String]) throws -> Report {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["bench", "--samples", "1", "--json"] + arguments)
    #expect(result.code == 0, "\(result.error)")
    return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
  }

  @Test func rowsOfATrainingStepMakeUpItsTime() throws {
    let report = try report(["--model", "nin-cifar10", "--batch-size", "4", "--chunk", "3"])
    #expect(report.model == "nin-cifar10")
    #expect(report.batch == 4)
    #expect(report.rows.count == 9 + 2 + 2 + 1)
    #expect(report.rows.first?.layer == "net.0.0 net.0.1")
    #expect(report.rows.allSatisfy { $0.forward_ms > 0 && $0.weights_ms + $0.data_ms > 0 })
    #expect(report.rows.allSatisfy { $0.ms >= $0.forward_ms + $0.weights_ms + $0.data_ms })
    #expect(report.rows.reduce(0) { $0 + $1.ms } <= report.ms)
    #expect(report.rows.reduce(0) { $0 + $1.share } <= 1)
    #expect(report.rows.allSatisfy { $0.share_of_bound > 0 })
    #expect(report.images_per_second == 4000 / report.ms)
  }

  @Test func inferenceHasNeitherBackwardPassNorDropout() throws {
    let report = try report(["--model", "nin-cifar10", "--batch-size", "2", "--no-train"])
    #expect(report.rows.count == 9 + 2 + 1)
    #expect(report.rows.allSatisfy { $0.weights_ms + $0.data_ms == 0 && $0.operation != "dropout" })
  }

  @Test func tableHasARowALayer() throws {
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
        let images_per_second: Double
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
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    #expect(report.model == "nin-small" && report.rows.map(\.name) == ["inference"])
    #expect(report.rows.allSatisfy { $0.images_per_second > 0 })
    let unknown = try run("--only nothing")
    #expect(unknown.code == 64 && unknown.error.contains("Usage: nin-bench [options]"))
    #expect(try run("--help").output.contains("Usage: nin-bench [options]"))
  }
}
