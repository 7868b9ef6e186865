import Foundation

#if canImport(CNINJPEG)
  import CNINJPEG
#endif
#if canImport(CNINPNG)
  import CNINPNG
#endif

/// The formats, told apart by their first bytes.
public enum PictureFormat: String, CaseIterable, Sendable {
  case jpeg = "JPEG"
  case png = "PNG"
  /// PPM and PGM, in text or bytes.
  case pnm = "PPM/PGM"

  init?(of data: Data) {
    switch data.prefix(2) {
    case Data([0xFF, 0xD8]): self = .jpeg
    case Data([0x89, 0x50]): self = .png
    case Data("P2".utf8), Data("P3".utf8), Data("P5".utf8), Data("P6".utf8): self = .pnm
    default: return nil
    }
  }

  /// Whether this build can read it: JPEG and PNG need libraries of the system.
  public var isSupported: Bool {
    switch self {
    case .jpeg:
      #if canImport(CNINJPEG)
        true
      #else
        false
      #endif
    case .png:
      #if canImport(CNINPNG)
        true
      #else
        false
      #endif
    case .pnm: true
    }
  }

  /// What to do where it is not.
  public var advice: String {
    let package = self == .jpeg ? "libjpeg" : "libpng"
    return "this build reads no \(rawValue): install \(package) (Debian, Ubuntu: apt-get install "
      + "\(package)-dev; macOS: brew install \(self == .jpeg ? "jpeg-turbo" : "libpng")) and build "
      + "again"
  }
}

/// What a header says.
struct PictureShape: Hashable {
  var width = 0
  var height = 0
  /// As stored: 1, 3, or 4 for CMYK.
  var channels = 0
}

/// A reader of one format: fills `shape`, and `pixels` where they are given. Nil, or what is wrong.
typealias PictureReader = (
  _ data: UnsafeBufferPointer<UInt8>, _ shape: inout PictureShape,
  _ pixels: UnsafeMutablePointer<UInt8>?
) -> String?

extension PictureFormat {
  var reader: PictureReader {
    switch self {
    case .pnm: return PNM.read
    case .jpeg:
      #if canImport(CNINJPEG)
        return { data, shape, pixels in
          var raw = nin_jpeg_shape()
          return Self.message { message in
            defer { shape = .init(width: raw.width, height: raw.height, channels: raw.channels) }
            return nin_jpeg_read(data.baseAddress, data.count, &raw, pixels, message)
          }
        }
      #else
        return { [advice] _, _, _ in advice }
      #endif
    case .png:
      #if canImport(CNINPNG)
        return { data, shape, pixels in
          var raw = nin_png_shape()
          return Self.message { message in
            defer { shape = .init(width: raw.width, height: raw.height, channels: raw.channels) }
            return nin_png_read(data.baseAddress, data.count, &raw, pixels, message)
          }
        }
      #else
        return { [advice] _, _, _ in advice }
      #endif
    }
  }

  private static func message(_ read: (UnsafeMutablePointer<CChar>) -> Bool) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
      message.initialize(repeating: 0)
      guard let text = message.baseAddress else { return nil }
      return read(text) ? nil : "damaged: \(String(cString: text))"
    }
  }
}
