import Foundation

extension Picture {
  /// Reads a JPEG, PNG, PPM or PGM file as Pillow's `Image.open(path).convert("RGB")` does, but
  /// leaves grey ones grey: alpha is dropped, 16 bits are cut to 8, EXIF is not heeded.
  /// - Throws: `PictureError` naming the file: missing, of another format, damaged, cut short, or
  ///   larger than 178 million pixels.
  public init(contentsOf path: String) throws(PictureError) {
    try self.init(decoding: try Self.data(path), name: path)
  }

  /// - Parameters:
  ///   - data: a whole file.
  ///   - name: what errors call it.
  /// - Throws: `PictureError` as for a file.
  public init(decoding data: Data, name: String) throws(PictureError) {
    let (shape, read) = try Self.header(data, name)
    let count = shape.width * shape.height * shape.channels
    var failure: String?
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      initialized = count
      failure = read(buffer.baseAddress)
    }
    if let failure { throw PictureError(name, failure) }
    self.init(
      width: shape.width, height: shape.height, channels: shape.channels == 1 ? 1 : 3,
      pixels: shape.channels == 4 ? Self.colours(invertedCMYK: pixels) : pixels)
  }

  /// The size that a file's header claims.
  /// - Throws: `PictureError` as decoding does, as far as the header shows.
  public static func size(
    ofFile path: String
  ) throws(PictureError) -> (width: Int, height: Int) {
    let shape = try header(try data(path), path).shape
    return (shape.width, shape.height)
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

  /// The shape, and what decodes into a buffer of that shape.
  private static func header(
    _ data: Data, _ name: String
  ) throws(PictureError) -> (
    shape: PictureShape, read: (UnsafeMutablePointer<UInt8>?) -> String?
  ) {
    guard let format = PictureFormat(of: data) else {
      throw PictureError(name, data.isEmpty ? "is empty" : "is no JPEG, PNG, PPM or PGM picture")
    }
    func read(_ shape: inout PictureShape, _ pixels: UnsafeMutablePointer<UInt8>?) -> String? {
      data.withUnsafeBytes { bytes in
        format.reader(bytes.bindMemory(to: UInt8.self), &shape, pixels)
      }
    }
    var shape = PictureShape()
    if let failure = read(&shape, nil) { throw PictureError(name, failure) }
    let (pixels, overflow) = shape.width.multipliedReportingOverflow(by: shape.height)
    guard !overflow, pixels > 0, pixels <= mostPixels else {
      throw PictureError(name, "claims \(shape.width)x\(shape.height) pixels")
    }
    return (
      shape,
      { pixels in
        var again = shape
        return read(&again, pixels)
      }
    )
  }

  // Pillow's formula, from inks as Adobe stores them, inverted: with black k and ink c as stored,
  // a colour is k - (255 - c) k / 255, rounded.
  private static func colours(invertedCMYK inks: [UInt8]) -> [UInt8] {
    (0..<(inks.count / 4 * 3)).map { index in
      let black = Int(inks[index / 3 * 4 + 3])
      let product = (255 - Int(inks[index / 3 * 4 + index % 3])) * black + 128
      return UInt8(max(0, black - (product + product >> 8) >> 8))
    }
  }
}
