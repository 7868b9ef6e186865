import CNINCodecs

extension PictureFormat {
  /// The facts about a format.
  struct Facts {
    /// The library that decodes it; nil if `nin` itself does.
    var codec: nin_codec?
    /// Debian's package without "-dev", and Homebrew's formula.
    var library: (package: String, formula: String)?
    /// The usual extensions of its files.
    let extensions: [String]
    /// Whether a file with these first bytes has the format.
    let matches: (Start) -> Bool
  }

  var facts: Facts {
    switch self {
    case .jpeg:
      Facts(
        codec: NIN_JPEG, library: ("libjpeg", "jpeg-turbo"),
        extensions: ["jpg", "jpeg", "jpe", "jfif"]
      ) { $0.has([0xFF, 0xD8, 0xFF]) }
    case .png:
      Facts(codec: NIN_PNG, library: ("libpng", "libpng"), extensions: ["png"]) {
        $0.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
      }
    case .webp:
      Facts(codec: NIN_WEBP, library: ("libwebp", "webp"), extensions: ["webp"]) {
        $0.has("RIFF") && $0.has("WEBP", at: 8)
      }
    case .heic:
      Facts(
        codec: NIN_HEIC, library: ("libheif", "libheif"), extensions: ["heic", "heif"]
      ) { $0.isOf(["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1"]) && !$0.isAVIF }
    case .avif:
      Facts(codec: NIN_AVIF, library: ("libheif", "libheif"), extensions: ["avif"]) { $0.isAVIF }
    case .bmp:
      Facts(extensions: ["bmp"]) { $0.has("BM") && $0.has([0, 0, 0, 0], at: 6) }
    case .pnm:
      Facts(extensions: ["ppm", "pgm"]) { start in
        ["P2", "P3", "P5", "P6"].contains { start.has($0) }
          && start.bytes.count > 2 && "# \t\r\n".utf8.contains(start.bytes[2])
      }
    }
  }

  /// The usual extensions of picture files, in lower case.
  package static let extensions = Set(allCases.flatMap(\.facts.extensions))

  init?(_ start: Start) {
    guard let format = Self.allCases.first(where: { $0.facts.matches(start) }) else { return nil }
    self = format
  }
}

extension Start {
  fileprivate func isOf(_ brands: [String]) -> Bool { brands.contains(where: self.brands.contains) }

  /// Phones write a general brand as well.
  fileprivate var isAVIF: Bool { isOf(["avif", "avis"]) }
}
