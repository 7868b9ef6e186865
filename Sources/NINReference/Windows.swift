/// Square windows of an NHWC tensor, side by side or overlapping, such as the tiles of an
/// algorithm.
///
/// A window has `extent` x `extent` blocks of `block` x `block` pixels, and the next one begins
/// `step` blocks further. A packed tensor is
/// `[place in the window][window][place in the block][channel]`.
struct Windows {
  let imageCount, height, width, channels: Int
  var padding = 0
  var block = 1
  let extent, step: Int
  /// Windows of one image.
  let down, across: Int

  /// Windows of all images.
  var count: Int { imageCount * down * across }
  /// Values of one place of one window.
  var depth: Int { block * block * channels }

  /// The absolute values of each window, one row per place; zero outside the image.
  func packed(_ tensor: [Float]) -> MatrixStack {
    var result = [Double](repeating: 0, count: extent * extent * count * depth)
    eachPixel { packed, pixel in
      for c in 0..<channels { result[packed + c] = Double(abs(tensor[pixel + c])) }
    }
    return MatrixStack(rows: extent * extent, columns: count * depth, values: result)
  }

  /// The tensor of which windows without overlap are the parts.
  func joined(_ packed: MatrixStack) -> [Double] {
    var result = [Double](repeating: 0, count: imageCount * height * width * channels)
    eachPixel { from, pixel in
      for c in 0..<channels { result[pixel + c] = packed.values[from + c] }
    }
    return result
  }

  /// Calls `body` with the index of the first channel of each pixel, in the packed tensor and in
  /// the other one.
  private func eachPixel(_ body: (_ packed: Int, _ pixel: Int) -> Void) {
    for place in 0..<(extent * extent) {
      for window in 0..<count {
        let row = (window / across % down * step + place / extent) * block - padding
        let column = (window % across * step + place % extent) * block - padding
        for within in 0..<(block * block) {
          let (h, w) = (row + within / block, column + within % block)
          guard (0..<height).contains(h), (0..<width).contains(w) else { continue }
          body(
            (place * count + window) * depth + within * channels,
            ((window / (down * across) * height + h) * width + w) * channels)
        }
      }
    }
  }
}
