import Foundation

extension SafetensorsFile {
  /// Reads a file whose tensors are F32, F16, BF16 or F64. Everything in it is checked.
  /// - Throws: `CheckpointError` when the file cannot be read, does not have the format, or has a
  ///   header that does not match its size. Files of `torch.save` are recognized and named.
  public init(contentsOf path: String) throws(CheckpointError) {
    try Self.requireRegularFile(path)
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw CheckpointError(path: path, reason: "cannot be read")
    }
    guard !PickleFile.begins(data) else {
      throw CheckpointError(path: path, reason: PickleFile.reason)
    }
    try self.init(data, path: path)
  }

  /// Reads the bytes of a file.
  /// - Parameter path: what errors call the file.
  /// - Throws: `CheckpointError` when they are not of the format.
  package init(_ data: Data, path: String) throws(CheckpointError) {
    do {
      try self.init(decoding: data)
    } catch {
      throw CheckpointError(path: path, reason: "not a usable safetensors file: \(error.reason)")
    }
  }

  /// Why a file's bytes are refused.
  struct FormatError: Error, Hashable {
    let reason: String
  }

  init(decoding data: Data) throws(FormatError) {
    guard data.count >= 8 else { throw FormatError(reason: "only \(data.count) bytes") }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.longestHeader, Int(length) <= data.count - 8 else {
      throw FormatError(reason: "a header of \(length) bytes in a file of \(data.count)")
    }
    let body = data.dropFirst(8 + Int(length))
    let text = [UInt8](data.dropFirst(8).prefix(Int(length)))
    guard String(validating: text, as: UTF8.self) != nil else {
      throw FormatError(reason: "the header is not UTF-8")
    }
    guard text.first == UInt8(ascii: "{") else {
      throw FormatError(reason: "the header is no object")
    }
    let header = try SafetensorsHeader(parsing: text)
    try header.checkLayout(bytes: body.count)
    metadata = header.metadata
    tensors = header.entries.map { entry in
      let bytes = body.dropFirst(entry.begin).prefix(entry.end - entry.begin)
      return Tensor(name: entry.name, shape: entry.shape, values: entry.type.values(bytes))
    }
  }

  // Reading a device or a pipe might never end.
  private static func requireRegularFile(_ path: String) throws(CheckpointError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let reason = errno == ENOENT ? "no such file" : String(cString: strerror(errno))
      throw CheckpointError(path: path, reason: reason)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw CheckpointError(path: path, reason: "is a folder, not a file")
    default: throw CheckpointError(path: path, reason: "is no regular file")
    }
  }
}
