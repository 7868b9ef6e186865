/// PGM and PPM (Netpbm's `pgm(5)` and `ppm(5)`): magic, width, height and maximum as text, then
/// samples as text (P2, P3) or as bytes (P5, P6; two bytes per sample if the maximum is above 255).
enum PNM {
  static func read(
    _ data: UnsafeBufferPointer<UInt8>, _ shape: inout PictureShape,
    _ pixels: UnsafeMutableBufferPointer<UInt8>?
  ) -> String? {
    var scanner = Scanner(data: data, position: 2)
    let kind = data[1]
    guard let width = scanner.number(), let height = scanner.number(),
      let maximum = scanner.number(), width > 0, height > 0, (1...65535).contains(maximum)
    else { return "damaged: no width, height and maximum" }
    let isText = kind == UInt8(ascii: "2") || kind == UInt8(ascii: "3")
    let isGrey = kind == UInt8(ascii: "2") || kind == UInt8(ascii: "5")
    shape = PictureShape(width: width, height: height, channels: isGrey ? 1 : 3)
    scanner.position += 1  // the single space after the maximum
    let sampleBytes = isText ? 2 : maximum > 255 ? 2 : 1
    // In a text, no space is needed after the last number.
    let most = (data.count + (isText ? 1 : 0) - scanner.position) / sampleBytes
    guard shape.channels <= most, width <= most / shape.channels / height else {
      return "damaged: the file ends too soon"
    }
    guard let pixels else { return nil }
    for index in 0..<(width * height * shape.channels) {
      let sample = isText ? scanner.number() : scanner.sample(bytes: maximum > 255 ? 2 : 1)
      guard let sample, sample <= maximum else { return "damaged: the file ends too soon" }
      pixels[index] = UInt8((sample * 255 + maximum / 2) / maximum)
    }
    return nil
  }

  private struct Scanner {
    let data: UnsafeBufferPointer<UInt8>
    var position: Int

    /// A decimal number after white space and comments; nil if there is none or it is too large.
    mutating func number() -> Int? {
      skipSpace()
      var value: Int?
      while position < data.count, (0x30...0x39).contains(data[position]) {
        value = (value ?? 0) * 10 + Int(data[position] - 0x30)
        guard (value ?? 0) < 1 << 30 else { return nil }
        position += 1
      }
      return value
    }

    mutating func sample(bytes: Int) -> Int? {
      guard position + bytes <= data.count else { return nil }
      defer { position += bytes }
      return bytes == 1
        ? Int(data[position]) : Int(data[position]) << 8 | Int(data[position + 1])
    }

    private mutating func skipSpace() {
      while position < data.count {
        if data[position] == UInt8(ascii: "#") {
          while position < data.count, data[position] != 0x0A { position += 1 }
        } else if ![0x20, 0x09, 0x0A, 0x0D].contains(data[position]) {
          return
        }
        position += 1
      }
    }
  }
}
