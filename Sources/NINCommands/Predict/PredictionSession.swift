import NINDatasets
import Foundation
import NINInference
import Synchronization

/// Classifies pictures batch by batch and writes a report.
struct PredictionSession {
  let classifier: Classifier
  let top: Int
  var report: any PredictionReport
  let console: Console

  /// The most pictures that are prepared and held in memory at once.
  private static let batchSize = 64

  /// - Returns: failure if a picture could not be used: its error has been shown, and all others are
  ///   in the report.
  mutating func run(_ sources: [PictureSource]) throws -> ExitCode {
    if let head = report.head { console.print(head) }
    var code = ExitCode.success
    for first in stride(from: 0, to: sources.count, by: Self.batchSize)
    where !console.hasLostReader {
      let batch = Array(sources[first..<min(first + Self.batchSize, sources.count)])
      if try !classify(batch) { code = .failure }
    }
    if let end = try report.end() { console.print(end) }
    return code
  }

  /// - Returns: whether all of them could be used.
  private mutating func classify(_ batch: [PictureSource]) throws -> Bool {
    let prepared = prepare(batch)
    let usable = prepared.compactMap { try? $0.get() }
    var results = try classifier.classify(prepared: usable, top: top).makeIterator()
    for (source, input) in zip(batch, prepared) {
      if case .failure(let error) = input {
        console.note("Error: \(error)")
      } else if let predictions = results.next(),
        let text = report.add(source.name, predictions, console)
      {
        console.print(text)
      }
    }
    return usable.count == batch.count
  }

  /// Why a picture cannot be used; one line that names it.
  private struct Unusable: Error, CustomStringConvertible {
    let description: String
  }

  /// Decodes and prepares on all processors.
  private func prepare(_ sources: [PictureSource]) -> [Result<PreparedPicture, Unusable>] {
    let classifier = classifier
    let results = Mutex([Int: Result<PreparedPicture, Unusable>]())
    DispatchQueue.concurrentPerform(iterations: sources.count) { index in
      let result = Self.prepare(sources[index], for: classifier)
      results.withLock { $0[index] = result }
    }
    return results.withLock { results in sources.indices.compactMap { results[$0] } }
  }

  private static func prepare(
    _ source: PictureSource, for classifier: Classifier
  ) -> Result<PreparedPicture, Unusable> {
    do {
      return .success(try classifier.prepare(try source.picture()))
    } catch let error as PictureShapeError {
      return .failure(Unusable(description: "\(source.name): \(error)"))
    } catch {
      return .failure(Unusable(description: "\(error)"))
    }
  }
}
