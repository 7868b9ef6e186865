import Foundation

/// The kind of a file, judged by its first bytes.
public enum FileKind: Hashable, Sendable {
  /// A picture of a format that `nin` can read, perhaps only with a library.
  case picture(PictureFormat)
  /// A picture or a film of a format that `nin` does not read.
  case other(OtherFormat)

  /// Formats that are recognized but not read, with their names for people.
  public enum OtherFormat: String, CaseIterable, Sendable {
    /// TIFF and its relatives, except camera raw formats.
    case tiff = "TIFF"
    /// GIF.
    case gif = "GIF"
    /// JPEG XL.
    case jpegXL = "JPEG XL"
    /// JPEG 2000.
    case jpeg2000 = "JPEG 2000"
    /// Documents of Adobe Photoshop.
    case photoshop = "Photoshop"
    /// Windows icons.
    case icon = "icon"
    /// PBM and PAM.
    case bitmap = "PBM/PAM"
    /// Raw formats of digital cameras.
    case cameraRaw = "camera raw"
    /// Films.
    case video = "video"
  }

  /// The name for people: "TIFF".
  public var name: String {
    switch self {
    case .picture(let format): format.rawValue
    case .other(let format): format.rawValue
    }
  }

  /// The number of first bytes that are looked at.
  public static let deciding = 64

  /// The kind of a file with these bytes; nil if it is not known.
  /// - Parameter data: a file or its beginning.
  public init?(of data: Data) {
    let start = Start(bytes: Array(data.prefix(Self.deciding)))
    if let format = PictureFormat(start) {
      self = .picture(format)
    } else if let format = OtherFormat(start) {
      self = .other(format)
    } else {
      return nil
    }
  }

  /// The kind of the file at `path`; nil if it cannot be read or is not known.
  public init?(ofFile path: String) {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    self.init(of: (try? file.read(upToCount: Self.deciding)) ?? Data())
  }
}

/// The first bytes of a file.
struct Start {
  let bytes: [UInt8]

  func has(_ signature: [UInt8], at place: Int = 0) -> Bool {
    bytes.dropFirst(place).starts(with: signature)
  }

  func has(_ text: String, at place: Int = 0) -> Bool { has(Array(text.utf8), at: place) }

  /// The brands of a file in the ISO base media format (ISO/IEC 14496-12, section 4.3): the major
  /// brand, then the compatible ones. Empty for other files.
  var brands: [String] {
    guard has("ftyp", at: 4) else { return [] }
    let size = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    let places = [8] + stride(from: 16, to: min(size, bytes.count) - 3, by: 4)
    return places.map { String(decoding: bytes.dropFirst($0).prefix(4), as: UTF8.self) }
  }
}

extension FileKind.OtherFormat {
  init?(_ start: Start) {
    let signatures: [(Self, [[UInt8]])] = [
      (.gif, [Array("GIF8".utf8)]), (.photoshop, [Array("8BPS".utf8)]),
      (.icon, [[0, 0, 1, 0]]), (.jpegXL, [[0xFF, 0x0A], Self.box("JXL ")]),
      (.jpeg2000, [Self.box("jP  "), [0xFF, 0x4F, 0xFF, 0x51]]),
      (.bitmap, ["P1\n", "P4\n", "P7\n"].map { Array($0.utf8) }),
      (.cameraRaw, ["FUJIFILMCCD", "IIRO", "IIU\0"].map { Array($0.utf8) }),
      (.tiff, ["II*\0", "MM\0*", "II+\0", "MM\0+"].map { Array($0.utf8) }),
      (.video, [[0x1A, 0x45, 0xDF, 0xA3]]),
    ]
    if let found = signatures.first(where: { $0.1.contains { start.has($0) } })?.0 {
      self = found == .tiff && start.has("CR", at: 8) ? .cameraRaw : found
    } else if let brand = start.brands.first {
      self = brand == "crx " ? .cameraRaw : .video
    } else if start.has("RIFF") && start.has("AVI ", at: 8) {
      self = .video
    } else {
      return nil
    }
  }

  /// The first box of JPEG 2000 files and of formats that are modelled on it.
  private static func box(_ type: String) -> [UInt8] { [0, 0, 0, 12] + Array(type.utf8) }
}
