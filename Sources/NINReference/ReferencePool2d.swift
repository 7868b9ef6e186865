import NINTensors

/// Pooling and its gradients by the definition. Activations NHWC.
public struct ReferencePool2d {
  private let geometry: Pool2dGeometry
  private let imageCount: Int

  /// - Parameters:
  ///   - geometry: the shape of one image, of the windows and of the output.
  ///   - imageCount: how many there are.
  public init(_ geometry: Pool2dGeometry, imageCount: Int) {
    self.geometry = geometry
    self.imageCount = imageCount
  }

  /// The maxima, and the position of the first maximum in its window, `row · kernelSize + column`.
  /// A NaN counts as the maximum, as in PyTorch.
  public func maximum(_ x: [Float]) -> (values: [Float], places: [Int]) {
    var values: [Float] = []
    var places: [Int] = []
    forEachOutput { window, _ in
      var (best, place) = (-Float.infinity, 0)
      for (input, offset) in window where x[input] > best || x[input].isNaN {
        if !best.isNaN || x[input].isNaN { (best, place) = (x[input], offset) }
      }
      if best == -.infinity, let first = window.first {
        (best, place) = (x[first.input], first.place)
      }
      values.append(best)
      places.append(place)
    }
    return (values, places)
  }

  /// Adds each gradient at the position of the maximum of its window.
  public func maximumBackward(dy: [Float], places: [Int]) -> [Double] {
    var dx = [Double](repeating: 0, count: geometry.inputShape(imageCount: imageCount).count)
    var output = 0
    forEachOutput { window, _ in
      for (input, offset) in window where offset == places[output] {
        dx[input] += Double(dy[output])
      }
      output += 1
    }
    return dx
  }

  /// The mean of the part of each window that lies inside the image, or inside the padding if that
  /// counts.
  public func average(_ x: [Float]) -> [Double] {
    var values: [Double] = []
    forEachOutput { window, count in
      values.append(window.reduce(0) { $0 + Double(x[$1.input]) } / Double(count))
    }
    return values
  }

  /// Spreads each gradient evenly over its window.
  public func averageBackward(dy: [Float]) -> [Double] {
    var dx = [Double](repeating: 0, count: geometry.inputShape(imageCount: imageCount).count)
    var output = 0
    forEachOutput { window, count in
      for (input, _) in window { dx[input] += Double(dy[output]) / Double(count) }
      output += 1
    }
    return dx
  }

  /// Calls `body` for each output, in memory order, with the inputs of its window in scan order and
  /// with the divisor of a mean.
  private func forEachOutput(_ body: ([(input: Int, place: Int)], _ count: Int) -> Void) {
    let g = geometry
    for n in 0..<imageCount {
      for p in 0..<g.outputHeight {
        for q in 0..<g.outputWidth {
          for c in 0..<g.channels {
            var window: [(input: Int, place: Int)] = []
            var padded = 0
            for place in 0..<(g.kernelSize * g.kernelSize) {
              let h = p * g.stride - g.padding + place / g.kernelSize
              let w = q * g.stride - g.padding + place % g.kernelSize
              if h < g.height + g.padding && w < g.width + g.padding { padded += 1 }
              guard (0..<g.height).contains(h), (0..<g.width).contains(w) else { continue }
              window.append((((n * g.height + h) * g.width + w) * g.channels + c, place))
            }
            body(window, g.countsPadding ? padded : window.count)
          }
        }
      }
    }
  }
}
