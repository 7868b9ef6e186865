import Foundation

extension JSONEncoder {
  /// For programs: on one line, with keys in alphabetical order, so that equal values give equal
  /// bytes.
  package static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// For people: keys in alphabetical order, one per line.
  package static var readable: JSONEncoder {
    let encoder = sorted
    encoder.outputFormatting.insert(.prettyPrinted)
    return encoder
  }
}

extension Encodable {
  /// The value as one JSON document.
  package func json(_ encoder: JSONEncoder) throws -> String {
    String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Writes a JSON file that people can read too.
  /// - Throws: `CheckpointError`; the old file is then intact.
  package func saveJSON(to path: String) throws {
    try AtomicFile.save(Data((try json(.readable) + "\n").utf8), to: path)
  }
}
