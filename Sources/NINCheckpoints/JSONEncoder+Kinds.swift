import Foundation

extension JSONEncoder {
  /// For programs: keys in alphabetical order, so that equal values give equal bytes, on one line.
  package static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// For people: keys in alphabetical order, a line each.
  package static var readable: JSONEncoder {
    let encoder = sorted
    encoder.outputFormatting.insert(.prettyPrinted)
    return encoder
  }
}

extension Encodable {
  /// As one JSON document.
  package func json(_ encoder: JSONEncoder) throws -> String {
    String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
