import Foundation

extension Encodable {
  /// A JSON document that people can read too, or one line. Floats that JSON has no word for are
  /// strings.
  func jsonText(isOneLine: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !isOneLine { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

extension CommandOption {
  /// `--json`, as all commands that can print JSON have it.
  static func json(_ property: WritableKeyPath<Options, Bool> & Sendable) -> CommandOption {
    CommandOption("--json", property, .flag, "Print one JSON document instead.")
  }
}
