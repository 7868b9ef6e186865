/// The JSON header of a safetensors file.
struct SafetensorsHeader {
  struct Entry {
    let name: String
    let type: ElementType
    let shape: [Int]
    let begin: Int
    let end: Int
  }

  private(set) var metadata: [String: String] = [:]
  private(set) var entries: [Entry] = []

  /// - Parameter text: UTF-8.
  init(parsing text: [UInt8]) throws(SafetensorsFile.FormatError) {
    var parser = JSONParser(text)
    let value = try parser.parseDocument()
    guard case .object(let members) = value else { throw .init(reason: "the header is no object") }
    for (name, value) in members {
      if name == "__metadata__" {
        metadata = try Self.strings(value)
      } else {
        entries.append(try Self.entry(name, value))
      }
    }
  }

  /// Checks that the tensors cover the `bytes` of the file without gaps or overlaps, and that each
  /// has as many bytes as its shape says.
  func checkLayout(bytes: Int) throws(SafetensorsFile.FormatError) {
    var expected = 0
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard entry.begin == expected, entry.end >= entry.begin, entry.end <= bytes else {
        throw .init(reason: "'\(entry.name)' lies at \(entry.begin)..<\(entry.end) of \(bytes)")
      }
      var size = entry.type.bytes
      for extent in entry.shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflow else {
          throw .init(reason: "'\(entry.name)' has the impossible shape \(entry.shape)")
        }
        size = product
      }
      guard size == entry.end - entry.begin else {
        throw .init(
          reason: "'\(entry.name)' has \(entry.end - entry.begin) bytes for \(entry.shape)")
      }
      expected = entry.end
    }
    guard expected == bytes else {
      throw .init(reason: "\(bytes - expected) bytes belong to no tensor")
    }
  }

  private static func strings(
    _ value: JSONParser.Value
  ) throws(SafetensorsFile.FormatError) -> [String: String] {
    guard case .object(let members) = value else { throw .init(reason: "metadata is no object") }
    var result: [String: String] = [:]
    for (key, value) in members {
      guard case .string(let text) = value else {
        throw .init(reason: "metadata '\(key)' is no string")
      }
      result[key] = text
    }
    return result
  }

  private static func entry(
    _ name: String, _ value: JSONParser.Value
  ) throws(SafetensorsFile.FormatError) -> Entry {
    guard case .object(let list) = value else { throw .init(reason: "'\(name)' is no object") }
    let members = Dictionary(list, uniquingKeysWith: { first, _ in first })
    guard case .string(let type)? = members["dtype"],
      let shape = members["shape"]?.integers, let offsets = members["data_offsets"]?.integers,
      offsets.count == 2, members.count == 3
    else { throw .init(reason: "'\(name)' lacks dtype, shape or data_offsets") }
    guard let type = ElementType(rawValue: type) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw .init(reason: "'\(name)' is \(type); what is read: \(known)")
    }
    return Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }
}
