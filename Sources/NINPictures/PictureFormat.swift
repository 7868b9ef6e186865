import CNINCodecs
import Foundation

/// The formats of picture files that `nin` reads. The first bytes of a file decide on its format,
/// not its name.
public enum PictureFormat: String, CaseIterable, Sendable {
  /// JPEG, with libjpeg.
  case jpeg = "JPEG"
  /// PNG, with libpng.
  case png = "PNG"
  /// WebP without animation, with libwebp.
  case webp = "WebP"
  /// HEIC, with libheif, which decodes it with libde265.
  case heic = "HEIC"
  /// AVIF, with libheif, which decodes it with dav1d. On a damaged file dav1d may write a line of
  /// its own to standard error.
  case avif = "AVIF"
  /// Windows bitmaps, not compressed: 24 and 32 bits per pixel, and palettes of 8 bits.
  case bmp = "BMP"
  /// PPM and PGM, in text or bytes.
  case pnm = "PPM/PGM"

  /// Whether this build can read it: most formats need a library of the system.
  public var isSupported: Bool { facts.codec.map(nin_codec_is_available) ?? true }

  /// What to install if it cannot be read.
  public var advice: String {
    let (library, formula) = facts.library ?? ("", "")
    return "this build reads no \(rawValue): install \(library) (Debian, Ubuntu: apt-get install "
      + "\(library)-dev; macOS: brew install \(formula)) and build again"
  }
}

/// The contents of a header.
struct PictureShape: Hashable {
  var width = 0
  var height = 0
  /// As stored: 1, 3, or 4 for CMYK.
  var channels = 0
  var orientation = Orientation.upright
}

/// A reader of one format. It fills `shape`, and `pixels` if they are given, and returns what is
/// wrong with the file, or nil.
typealias PictureReader = (
  _ data: UnsafeBufferPointer<UInt8>, _ shape: inout PictureShape,
  _ pixels: UnsafeMutableBufferPointer<UInt8>?
) -> String?

extension PictureFormat {
  var reader: PictureReader {
    guard let codec = facts.codec else {
      if self == .bmp { return BMP.read }
      return PNM.read
    }
    guard isSupported else { return { [advice] _, _, _ in advice } }
    return { Self.decode($0, by: codec, &$1, $2) }
  }

  private static func decode(
    _ data: UnsafeBufferPointer<UInt8>, by codec: nin_codec, _ shape: inout PictureShape,
    _ pixels: UnsafeMutableBufferPointer<UInt8>?
  ) -> String? {
    var raw = nin_picture()
    defer { shape = PictureShape(raw) }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: NIN_CODEC_MESSAGE) { message in
      message.initialize(repeating: 0)
      guard let text = message.baseAddress else { return "no memory" }
      return nin_codec_read(
        codec, data.baseAddress, data.count, &raw, pixels?.baseAddress, pixels?.count ?? 0, text)
        ? nil : "damaged: \(String(cString: text))"
    }
  }
}

extension PictureShape {
  fileprivate init(_ raw: nin_picture) {
    self.init(
      width: raw.width, height: raw.height, channels: raw.channels,
      orientation: Orientation(rawValue: Int(raw.orientation)) ?? .upright)
  }
}
