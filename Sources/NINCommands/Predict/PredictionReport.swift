import Foundation
import NINInference
import NINReports

/// A way to write predictions down.
protocol PredictionReport {
  /// What stands before the first picture.
  var head: String? { get }
  /// What to print of one picture at once.
  mutating func add(_ file: String, _ predictions: [Prediction], _ console: Console) -> String?
  /// What stands after the last picture.
  func end() throws -> String?
}

extension PredictionReport {
  var head: String? { nil }

  func end() throws -> String? { nil }
}

/// A block a picture, a line a class; on a terminal with bars.
struct PredictionsAsText: PredictionReport {
  private static let barWidth = 24.0

  func add(_ file: String, _ predictions: [Prediction], _ console: Console) -> String? {
    let rows = predictions.map { prediction in
      [
        "  " + prediction.name, String(format: "%.1f %%", prediction.probability * 100),
        console.isOutputTerminal ? Self.bar(prediction.probability) : "",
      ]
    }
    let width = rows.map { $0[0].count }.max() ?? 0
    let lines = rows.map { row in
      let name = row[0].padding(toLength: width, withPad: " ", startingAt: 0)
      let number = String(repeating: " ", count: max(0, 7 - row[1].count)) + row[1]
      return "\(name)  \(number)" + (row[2].isEmpty ? "" : "  \(row[2])")
    }
    return ([file] + lines).joined(separator: "\n")
  }

  /// To an eighth of a character.
  private static func bar(_ share: Double) -> String {
    let eighths = Int((share * barWidth * 8).rounded())
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + rest
  }
}

/// RFC 4180, with a header.
struct PredictionsAsCSV: PredictionReport {
  var head: String? { "file,rank,class,probability" }

  func add(_ file: String, _ predictions: [Prediction], _ console: Console) -> String? {
    predictions.enumerated().map { rank, prediction in
      CSV.row([file, "\(rank + 1)", prediction.name, "\(prediction.probability)"])
    }.joined(separator: "\n")
  }
}

/// An array with an object a picture.
struct PredictionsAsJSON: PredictionReport {
  private struct Entry: Encodable {
    let file: String
    let predictions: [Prediction]
  }

  private var entries: [Entry] = []

  mutating func add(
    _ file: String, _ predictions: [Prediction], _ console: Console
  ) -> String? {
    entries.append(Entry(file: file, predictions: predictions))
    return nil
  }

  func end() throws -> String? { try entries.jsonText() }
}
