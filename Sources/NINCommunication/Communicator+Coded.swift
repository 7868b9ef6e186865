import Foundation

extension Communicator {
  /// The values of all ranks, by rank.
  /// - Throws: `CommunicationError`; the errors of `whileWaiting`.
  public func gather<Value: Codable>(coded value: Value) throws -> [Value] {
    guard size > 1 else { return [value] }
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try gather(Array(try encoder.encode(value))).map {
      try decoder.decode(Value.self, from: Data($0))
    }
  }
}
