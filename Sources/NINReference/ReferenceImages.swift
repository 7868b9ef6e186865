/// The preprocessing of pictures, as Pillow and torchvision define it.
public enum ReferenceImages {
  /// Bilinear resize of bytes as Pillow's `Image.resize(…, BILINEAR)` does it: the horizontal axis
  /// first, rounded to bytes, then the vertical one (Pillow, `src/libImaging/Resample.c`).
  ///
  /// - Parameters:
  ///   - pixels: `[height][width][channels]`.
  ///   - height, width, channels: of `pixels`.
  ///   - outputHeight, outputWidth: of the result.
  /// - Returns: `[outputHeight][outputWidth][channels]`.
  public static func resized(
    _ pixels: [UInt8], height: Int, width: Int, channels: Int, outputHeight: Int, outputWidth: Int
  ) -> [UInt8] {
    let columns = ResizeTaps.axis(width, to: outputWidth)
    let rows = ResizeTaps.axis(height, to: outputHeight)
    var wide = [UInt8](repeating: 0, count: height * outputWidth * channels)
    for h in 0..<height {
      for (x, taps) in columns.enumerated() {
        for c in 0..<channels {
          wide[(h * outputWidth + x) * channels + c] =
            taps.blend { pixels[(h * width + $0) * channels + c] }
        }
      }
    }
    var result = [UInt8](repeating: 0, count: outputHeight * outputWidth * channels)
    for (y, taps) in rows.enumerated() {
      for at in 0..<(outputWidth * channels) {
        result[y * outputWidth * channels + at] =
          taps.blend { wide[$0 * outputWidth * channels + at] }
      }
    }
    return result
  }

  /// Bytes as torchvision's `ToTensor` and `Normalize` give them: `(byte/255 - mean) / deviation`,
  /// each operation rounded to `Float`.
  ///
  /// - Parameters:
  ///   - pixels: any number of pixels of `mean.count` channels.
  ///   - mean, deviation: one value per channel.
  public static func normalized(_ pixels: [UInt8], mean: [Float], deviation: [Float]) -> [Float] {
    pixels.enumerated().map { at, byte in
      let channel = at % mean.count
      return (Float(byte) / 255 - mean[channel]) / deviation[channel]
    }
  }
}

/// Where one output position of an axis takes its value from.
struct ResizeTaps {
  let first: Int
  /// In units of 2⁻²².
  let weights: [Int]

  /// A triangle as wide as one input step, or one output step where the axis shrinks.
  static func axis(_ count: Int, to outputCount: Int) -> [ResizeTaps] {
    let scale = Double(count) / Double(outputCount)
    let support = max(scale, 1)
    return (0..<outputCount).map { position in
      let center = (Double(position) + 0.5) * scale
      let first = max(0, Int(center - support + 0.5))
      let end = min(count, Int(center + support + 0.5))
      let shares = (first..<end).map {
        max(0, 1 - abs((Double($0) - center + 0.5) * (1 / support)))
      }
      let sum = shares.reduce(0, +)
      return ResizeTaps(first: first, weights: shares.map { Int($0 / sum * 0x1p22 + 0.5) })
    }
  }

  func blend(_ byte: (Int) -> UInt8) -> UInt8 {
    var sum = 1 << 21
    for (tap, weight) in weights.enumerated() { sum += weight * Int(byte(first + tap)) }
    return UInt8(min(sum >> 22, 255))
  }
}
