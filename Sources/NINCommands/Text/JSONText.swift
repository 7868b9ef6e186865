import Foundation
import NINCheckpoints

extension Encodable {
  /// A JSON document, in a readable form or on one line. Infinities and NaN, which JSON lacks, are
  /// written as strings.
  func jsonText(isOneLine: Bool = false) throws -> String {
    let encoder = isOneLine ? JSONEncoder.sorted : .readable
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try json(encoder)
  }
}

extension CommandOption {
  /// `--json`, for all commands that can print JSON.
  static func json(_ property: WritableKeyPath<Options, Bool> & Sendable) -> CommandOption {
    CommandOption("--json", property, .flag, "Print one JSON document instead.")
  }
}
