import NINTensors

/// Pooling and its gradients by the definition. Activations NHWC.
public struct ReferencePool2d {
  private let geometry: Pool2dGeometry
  private let images: Int

  /// - Parameters:
  ///   - geometry: of one image.
  ///   - images: how many there are.
  public init(_ geometry: Pool2dGeometry, images: Int) {
    self.geometry = geometry
    self.images = images
  }

  /// The maxima, and where in its window (row · kernelSize + column) each first stands. A NaN
  /// counts as the maximum, as in PyTorch.
  public func maximum(_ x: [Float]) -> (values: [Float], places: [Int]) {
    var values: [Float] = []
    var places: [Int] = []
    forEachOutput { window in
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

  /// Adds each gradient at the place of its window's maximum.
  public func maximumBackward(dy: [Float], places: [Int]) -> [Double] {
    var dx = [Double](repeating: 0, count: geometry.inputShape(images: images).count)
    var output = 0
    forEachOutput { window in
      for (input, offset) in window where offset == places[output] {
        dx[input] += Double(dy[output])
      }
      output += 1
    }
    return dx
  }

  /// The mean over that part of each window which lies inside the image.
  public func average(_ x: [Float]) -> [Double] {
    var values: [Double] = []
    forEachOutput { window in
      values.append(window.reduce(0) { $0 + Double(x[$1.input]) } / Double(window.count))
    }
    return values
  }

  /// Spreads each gradient evenly over its window.
  public func averageBackward(dy: [Float]) -> [Double] {
    var dx = [Double](repeating: 0, count: geometry.inputShape(images: images).count)
    var output = 0
    forEachOutput { window in
      for (input, _) in window { dx[input] += Double(dy[output]) / Double(window.count) }
      output += 1
    }
    return dx
  }

  /// Calls `body` for each output, in memory order, with the inputs of its window in scan order.
  private func forEachOutput(_ body: ([(input: Int, place: Int)]) -> Void) {
    let g = geometry
    for n in 0..<images {
      for p in 0..<g.outputHeight {
        for q in 0..<g.outputWidth {
          for c in 0..<g.channels {
            var window: [(input: Int, place: Int)] = []
            for h in (p * g.stride)..<min(p * g.stride + g.kernelSize, g.height) {
              for w in (q * g.stride)..<min(q * g.stride + g.kernelSize, g.width) {
                let place = (h - p * g.stride) * g.kernelSize + w - q * g.stride
                window.append((((n * g.height + h) * g.width + w) * g.channels + c, place))
              }
            }
            body(window)
          }
        }
      }
    }
  }
}
