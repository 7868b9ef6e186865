import Foundation
import NINCommunication
import NINInference
import NINPictures
import Synchronization

/// Classifies pictures batch by batch and prints a report. Ranks share each batch, and the first
/// one prints.
struct PredictionSession {
  let classifier: Classifier
  let top: Int
  var report: any PredictionReport
  let console: Console
  let communicator: any Communicator

  /// The most pictures that a rank has in memory at once.
  private static let batchSize = 64

  /// - Returns: failure if a picture could not be used. Its error has been printed, and all other
  ///   pictures are in the report.
  mutating func run(_ sources: [PictureSource]) throws -> ExitCode {
    try agree(sources)
    if let head = report.head { console.print(head) }
    var code = ExitCode.success
    let (rank, size) = (communicator.rank, communicator.size)
    for first in stride(from: 0, to: sources.count, by: Self.batchSize * size) {
      if try communicator.any(console.hasLostReader) { break }
      let batch = Array(sources[first..<min(first + Self.batchSize * size, sources.count)])
      let own = batch[(batch.count * rank / size)..<(batch.count * (rank + 1) / size)]
      let answers = try communicator.gather(coded: try classify(Array(own))).joined()
      for answer in answers where !show(answer) { code = .failure }
    }
    if let end = try report.end() { console.print(end) }
    return code
  }

  /// - Throws: `CommunicationError` when another rank has other pictures, `CommandError` for
  ///   standard input, which only one of them has.
  private func agree(_ sources: [PictureSource]) throws {
    guard communicator.size > 1 else { return }
    guard !sources.contains(where: \.isStandardInput) else {
      throw CommandError("standard input cannot be shared by ranks; name files or folders")
    }
    try communicator.agree(on: [Fact("number of pictures", "\(sources.count)")])
    try communicator.agree(on: sources.map { Fact("pictures", $0.name) })
  }

  /// What is said of a picture: predictions, or why there are none.
  private struct Answer: Codable {
    var name: String
    var predictions: [Prediction]?
    var reason: String?
  }

  private func classify(_ batch: [PictureSource]) throws -> [Answer] {
    let prepared = prepare(batch)
    let usable = prepared.compactMap { try? $0.get() }
    var results = try classifier.classify(prepared: usable, top: top).makeIterator()
    return zip(batch, prepared).map { source, input in
      switch input {
      case .failure(let error): Answer(name: source.name, reason: error.description)
      case .success: Answer(name: source.name, predictions: results.next())
      }
    }
  }

  /// - Returns: whether the picture could be used.
  private mutating func show(_ answer: Answer) -> Bool {
    if let reason = answer.reason { console.note("Error: \(reason)") }
    if let predictions = answer.predictions,
      let text = report.add(answer.name, predictions, console)
    {
      console.print(text)
    }
    return answer.reason == nil
  }

  /// Why a picture cannot be used, in one line with its name.
  private struct Unusable: Error, CustomStringConvertible {
    let description: String
  }

  /// Decodes and prepares pictures on all processors.
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
