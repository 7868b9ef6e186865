import Foundation
import NINCheckpoints

extension Encodable {
  /// A JSON document that people can read too, or one line. Floats that JSON has no word for are
  /// strings.
  func jsonText(isOneLine: Bool = false) throws -> String {
    let encoder = isOneLine ? JSONEncoder.sorted : .readable
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try json(encoder)
  }
}

extension CommandOption {
  /// `--json`, as all commands that can print JSON have it.
  static func json(_ property: WritableKeyPath<Options, Bool> & Sendable) -> CommandOption {
    CommandOption("--json", property, .flag, "Print one JSON document instead.")
  }
}
