import Foundation

extension SafetensorsFile {
  /// Writes the file atomically.
  /// - Throws: `CheckpointError`; the old file is then intact.
  public func write(to path: String) throws(CheckpointError) {
    try AtomicFile.save(encoded(), to: path)
  }

  /// The bytes of the file. The tensors are sorted by name, as the reference writer does it.
  public func encoded() -> Data {
    let ordered = tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var header = "{\"__metadata__\":{"
    header += metadata.sorted { $0.key < $1.key }
      .map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }.joined(separator: ",")
    header += "}"
    var offset = 0
    for tensor in ordered {
      let end = offset + tensor.values.count * 4
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      header += ",\(Self.quoted(tensor.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],"
      header += "\"data_offsets\":[\(offset),\(end)]}"
      offset = end
    }
    header += "}"
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    var data = Data(capacity: 8 + header.utf8.count + offset)
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: header.utf8)
    for tensor in ordered { tensor.values.withUnsafeBytes { data.append(contentsOf: $0) } }
    return data
  }

  /// A JSON string (RFC 8259, section 7), escaped as the reference writer does.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
