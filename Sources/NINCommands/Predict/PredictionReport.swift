import Foundation
import NINInference
import NINReports

/// A format of predictions.
protocol PredictionReport {
  /// The text before the first picture.
  var head: String? { get }
  /// The text for a picture, which is printed at once; nil if it is printed at the end.
  mutating func add(_ file: String, _ predictions: [Prediction], _ console: Console) -> String?
  /// The text after the last picture.
  func end() throws -> String?
}

extension PredictionReport {
  var head: String? { nil }

  func end() throws -> String? { nil }
}

/// One block per picture with one line per class, on a terminal with bars.
struct PredictionsAsText: PredictionReport {
  private static let barWidth = 24.0

  func add(_ file: String, _ predictions: [Prediction], _ console: Console) -> String? {
    let rows = predictions.map { prediction in
      [
        prediction.name, String(format: "%5.1f %%", prediction.probability * 100),
        console.isOutputTerminal ? Self.bar(prediction.probability) : "",
      ]
    }
    return "\(file)\n" + TextTable.aligned(rows, indent: 2)
  }

  /// A bar whose length is exact to an eighth of a character.
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

/// An array with one object per picture.
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
