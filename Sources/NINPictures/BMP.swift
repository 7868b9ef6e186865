/// Windows bitmaps without compression (Microsoft, "Bitmap Storage": BITMAPFILEHEADER,
/// BITMAPINFOHEADER and the later headers that begin in the same way). Rows are stored from the
/// bottom up unless the height is negative, padded to four bytes, with blue before green before
/// red.
enum BMP {
  static func read(
    _ data: UnsafeBufferPointer<UInt8>, _ shape: inout PictureShape,
    _ pixels: UnsafeMutableBufferPointer<UInt8>?
  ) -> String? {
    guard data.count >= 54, let header = Header(Bytes(data)) else {
      return data.count < 54 ? "damaged: the file ends too soon" : "damaged: an impossible header"
    }
    guard header.isSimple else {
      return "is a BMP of \(header.bits) bits per pixel, compression \(header.compression); "
        + "only 8, 24 and 32 bits without compression are read"
    }
    shape = PictureShape(width: header.width, height: header.height, channels: 3)
    guard header.fits(data.count) else { return "damaged: the file ends too soon" }
    guard let pixels else { return nil }
    return copy(Bytes(data), header, pixels) ? nil : "damaged: the file ends too soon"
  }

  private struct Header {
    let width: Int
    let height: Int
    let isTopDown: Bool
    let bits: Int
    let compression: Int
    let firstPixel: Int
    let palette: Range<Int>
    private let masks: [Int]

    init?(_ bytes: Bytes) {
      let size = bytes.number(14, 4)
      let signedHeight = Int(Int32(truncatingIfNeeded: bytes.number(22, 4)))
      width = Int(Int32(truncatingIfNeeded: bytes.number(18, 4)))
      height = abs(signedHeight)
      isTopDown = signedHeight < 0
      bits = bytes.number(28, 2)
      compression = bytes.number(30, 4)
      firstPixel = bytes.number(10, 4)
      masks = [54, 58, 62].map { bytes.number($0, 4) }
      let colours = bytes.number(46, 4)
      let first = 14 + size + (size == 40 && compression == 3 ? 12 : 0)
      palette = first..<(first + 4 * (colours == 0 ? 256 : min(colours, 256)))
      guard size >= 40, width > 0, height > 0 else { return nil }
    }

    var lineBytes: Int { (width * bits + 31) / 32 * 4 }

    /// Whether a file of this size can hold the pixels.
    func fits(_ bytes: Int) -> Bool {
      let (size, overflow) = lineBytes.multipliedReportingOverflow(by: height)
      return !overflow && size <= bytes && firstPixel <= bytes - size
    }

    /// Whether there is no compression, or the usual masks for the colours (compression 3).
    var isSimple: Bool {
      switch bits {
      case 8, 24: compression == 0
      case 32: compression == 0 || compression == 3 && masks == [0xFF0000, 0xFF00, 0xFF]
      default: false
      }
    }
  }

  private static func copy(
    _ bytes: Bytes, _ header: Header, _ pixels: UnsafeMutableBufferPointer<UInt8>
  ) -> Bool {
    var to = 0
    for y in 0..<header.height {
      let row =
        header.firstPixel + (header.isTopDown ? y : header.height - 1 - y) * header.lineBytes
      for x in 0..<header.width {
        var from = row + x * header.bits / 8
        if header.bits == 8 {
          from = header.palette.lowerBound + 4 * bytes.number(from, 1)
          guard header.palette.contains(from), from + 3 <= bytes.count else { return false }
        }
        for channel in 0..<3 { pixels[to + channel] = UInt8(bytes.number(from + 2 - channel, 1)) }
        to += 3
      }
    }
    return true
  }

  /// Little-endian numbers; bytes beyond the end count as 0.
  private struct Bytes {
    private let data: UnsafeBufferPointer<UInt8>
    var count: Int { data.count }

    init(_ data: UnsafeBufferPointer<UInt8>) { self.data = data }

    func number(_ place: Int, _ size: Int) -> Int {
      guard place >= 0, place <= data.count - size else { return 0 }
      return (0..<size).reduce(0) { $0 | Int(data[place + $1]) << (8 * $1) }
    }
  }
}
