import Foundation

/// A temporary folder of small pictures (PPM), removed after the test.
final class PictureTree {
  let path = NSTemporaryDirectory() + "nin-pictures-" + UUID().uuidString

  /// - Parameter files: relative paths, each a 2x2 picture of one colour unless the name says
  ///   otherwise: "…-WxH.ppm". A path that ends in "!" gets a malformed file, without the "!".
  init(_ files: [String]) throws {
    for (index, file) in files.enumerated() {
      try add(file.replacing("!", with: ""), file.hasSuffix("!") ? nil : UInt8(index))
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private func add(_ file: String, _ colour: UInt8?) throws {
    let target = URL(fileURLWithPath: "\(path)/\(file)")
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    guard let colour else { return try Data("rubbish".utf8).write(to: target) }
    let size = file.dropLast(4).split(separator: "-").last?.split(separator: "x") ?? []
    let (width, height) =
      size.count == 2 ? (Int(size[0]) ?? 2, Int(size[1]) ?? 2) : (2, 2)
    let pixels = (0..<(width * height * 3)).map { colour &+ UInt8(truncatingIfNeeded: $0 / 3) }
    try (Data("P6 \(width) \(height) 255\n".utf8) + Data(pixels)).write(to: target)
  }
}
