/// Global average pooling by the definition, in double. Activations NHWC.
public enum ReferenceGlobalAverage {
  /// `y[n][c]` = the mean of `x[n][position][c]`.
  public static func forward(
    _ x: [Float], imageCount: Int, positions: Int, channels: Int
  ) -> [Double] {
    var y = [Double](repeating: 0, count: imageCount * channels)
    for n in 0..<imageCount {
      for position in 0..<positions {
        for c in 0..<channels {
          y[n * channels + c] +=
            Double(x[(n * positions + position) * channels + c]) / Double(positions)
        }
      }
    }
    return y
  }

  /// `dx[n][position][c] = dy[n][c] / positions`.
  public static func backward(
    _ dy: [Float], imageCount: Int, positions: Int, channels: Int
  ) -> [Double] {
    var dx: [Double] = []
    for n in 0..<imageCount {
      for _ in 0..<positions {
        for c in 0..<channels { dx.append(Double(dy[n * channels + c]) / Double(positions)) }
      }
    }
    return dx
  }
}
