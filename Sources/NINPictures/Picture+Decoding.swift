import Foundation

extension Picture {
  /// Reads a picture file as Pillow's `ImageOps.exif_transpose(Image.open(path)).convert("RGB")`
  /// does, except that grey pictures stay grey. The picture is turned upright, alpha is dropped,
  /// and 16 bits are cut to 8. The content of the file decides on its format; see `PictureFormat`.
  /// - Throws: `PictureError` naming the file if it is missing, has another format, is damaged or
  ///   incomplete, or has more than 178 million pixels.
  public init(contentsOf path: String) throws(PictureError) {
    try self.init(decoding: try Self.data(path), name: path)
  }

  /// Decodes a picture in memory.
  /// - Parameters:
  ///   - data: the bytes of a whole file.
  ///   - name: what errors call it.
  /// - Throws: `PictureError` as for a file.
  public init(decoding data: Data, name: String) throws(PictureError) {
    var (shape, read) = try Self.header(data, name)
    let count = shape.width * shape.height * shape.channels
    var failure: String?
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      initialized = count
      failure = read(&shape, UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    }
    if let failure { throw PictureError(name, failure) }
    let stored = Picture(
      width: shape.width, height: shape.height, channels: shape.channels == 1 ? 1 : 3,
      pixels: shape.channels == 4 ? Self.colours(invertedCMYK: pixels) : pixels)
    self = stored.oriented(shape.orientation)
  }

  /// The size in the header of a file, of the picture when it is upright.
  /// - Throws: `PictureError` for what is wrong with the file or its header.
  public static func size(
    ofFile path: String
  ) throws(PictureError) -> (width: Int, height: Int) {
    let shape = try header(try data(path), path).shape
    return shape.orientation.swapsSides ? (shape.height, shape.width) : (shape.width, shape.height)
  }

  private static func data(_ path: String) throws(PictureError) -> Data {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw PictureError(path, errno == ENOENT ? "no such file" : String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw PictureError(path, "is no file") }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw PictureError(path, "cannot be read")
    }
  }

  /// The shape of the picture, and a function that decodes it into a buffer of that shape.
  private static func header(
    _ data: Data, _ name: String
  ) throws(PictureError) -> (
    shape: PictureShape,
    read: (inout PictureShape, UnsafeMutableBufferPointer<UInt8>?) -> String?
  ) {
    let reader = try format(of: data, name).reader
    func read(
      _ shape: inout PictureShape, _ pixels: UnsafeMutableBufferPointer<UInt8>?
    ) -> String? {
      data.withUnsafeBytes { reader($0.bindMemory(to: UInt8.self), &shape, pixels) }
    }
    var shape = PictureShape()
    if let failure = read(&shape, nil) { throw PictureError(name, failure) }
    let (pixels, overflow) = shape.width.multipliedReportingOverflow(by: shape.height)
    guard !overflow, pixels > 0, pixels <= mostPixels else {
      throw PictureError(name, "claims \(shape.width)x\(shape.height) pixels")
    }
    return (shape, read)
  }

  private static func format(
    of data: Data, _ name: String
  ) throws(PictureError) -> PictureFormat {
    switch FileKind(of: data) {
    case .picture(let format): return format
    case .other(let format):
      throw PictureError(name, "is a file of the kind \(format.rawValue), which is not read")
    case nil where data.isEmpty: throw PictureError(name, "is empty")
    case nil:
      let formats = PictureFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw PictureError(name, "is no picture; what is read: \(formats)")
    }
  }

  // Adobe stores inverted inks. With black k and ink c as stored, a colour is
  // k - (255 - c) k / 255, rounded: Pillow's formula.
  private static func colours(invertedCMYK inks: [UInt8]) -> [UInt8] {
    (0..<(inks.count / 4 * 3)).map { index in
      let black = Int(inks[index / 3 * 4 + 3])
      let product = (255 - Int(inks[index / 3 * 4 + index % 3])) * black + 128
      return UInt8(max(0, black - (product + product >> 8) >> 8))
    }
  }
}
