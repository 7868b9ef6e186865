import Kernels
import Pictures

/// A picture that cannot be made an input. One line.
public struct PictureShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
}

/// Pictures of any size as what a network takes, by torchvision's `Resize(side)`, `CenterCrop(side)`,
/// `ToTensor` and `Normalize`, to the bit: the shorter edge becomes `side` by Pillow's bilinear
/// resize, the centre is cut out.
struct PictureTransform: Sendable {
  let side: Int
  let channels: Int
  var mean: [Float]?
  var deviation: [Float]?
  let context: ExecutionContext

  /// The longest edge that kernels take.
  private static let longestEdge = 1 << 15

  /// `[side][side][channels]`.
  /// - Throws: `PictureShapeError` when the picture is too long for its width.
  func apply(_ picture: Picture) throws -> [Float] {
    let picture = picture.converted(channels: channels)
    let (width, height) = try resized(picture)
    let transform = try ImageTransform(
      height: picture.height, width: picture.width, channels: channels, outputHeight: height,
      outputWidth: width, mean: mean, deviation: deviation, context: context)
    let scratch = try FloatBuffer(count: transform.scratchBytes / 4 + 1)
    let whole = try FloatBuffer(count: height * width * channels)
    try picture.pixels.withUnsafeBufferPointer { pixels in
      guard let pixels = pixels.baseAddress else { return }
      try transform.apply(images: 1, x: pixels, y: whole.pointer, scratch: scratch.pointer)
    }
    return centre(whole, width: width, height: height)
  }

  private func resized(_ picture: Picture) throws -> (width: Int, height: Int) {
    let (long, short) = (
      max(picture.width, picture.height), min(picture.width, picture.height)
    )
    let longer = side * long / short
    guard max(long, longer) <= Self.longestEdge else {
      throw PictureShapeError(
        description: "\(picture.width)x\(picture.height) pixels are too many one way")
    }
    return picture.width < picture.height ? (side, longer) : (longer, side)
  }

  private func centre(_ whole: FloatBuffer, width: Int, height: Int) -> [Float] {
    let (top, left) = (Self.offset(height - side), Self.offset(width - side))
    var values: [Float] = []
    values.reserveCapacity(side * side * channels)
    for row in top..<(top + side) {
      let first = (row * width + left) * channels
      values += whole.elements[first..<(first + side * channels)]
    }
    return values
  }

  // Python's round(), which torchvision uses: halves go to the even neighbour.
  private static func offset(_ excess: Int) -> Int {
    Int((Double(excess) / 2).rounded(.toNearestOrEven))
  }
}
