import NINPictures

/// The confidence map of a class, drawn over the photograph: where the network sees the class.
struct HeatMap {
  private let side: Int
  /// `[side][side]`, as shares of the strongest activation of all maps.
  private let heat: [Float]
  /// The value that a tenth of the map exceeds (Lin et al. 2013, figure 4 shows only that tenth).
  private let threshold: Float

  /// - Parameter strongest: the value that is drawn hottest, above 0.
  init(_ maps: ConfidenceMaps, label: Int, strongest: Float, side: Int) {
    self.side = side
    let map = maps.map(of: label)
    heat = (0..<(side * side)).map { place in
      let value = Self.interpolate(
        map, maps.height, maps.width, y: Float(place / side), x: Float(place % side), side)
      return max(0, value) / strongest
    }
    threshold = heat.sorted()[side * side * 9 / 10]
  }

  /// The photograph in grey, the heat over it, and a line around the hottest tenth.
  func picture(over photograph: Picture) -> Picture {
    let grey = photograph.converted(channels: 1)
    var canvas = Canvas(width: side, height: side, background: .zero)
    for y in 0..<side {
      for x in 0..<side {
        let share = heat[y * side + x]
        let base = SIMD3<Float>(repeating: Float(grey.pixels[y * side + x]) * 0.6)
        let opacity = min(0.8, 1.6 * share)
        let mixed = base * (1 - opacity) + Self.colour(share) * opacity
        canvas[x, y] = isBorder(x, y) ? Canvas.Colour(repeating: 255) : Canvas.Colour(mixed)
      }
    }
    return canvas.picture
  }

  // If the whole map is cold, its hottest tenth means nothing.
  private func isHot(_ x: Int, _ y: Int) -> Bool {
    heat[y * side + x] > max(threshold, 0.2)
  }

  private func isBorder(_ x: Int, _ y: Int) -> Bool {
    isHot(x, y)
      && [(-1, 0), (1, 0), (0, -1), (0, 1)].contains { dx, dy in
        let (nx, ny) = (x + dx, y + dy)
        return (0..<side).contains(nx) && (0..<side).contains(ny) && !isHot(nx, ny)
      }
  }

  /// From dark violet through red and orange to pale yellow, so that hot places are bright.
  private static func colour(_ share: Float) -> SIMD3<Float> {
    let stops: [SIMD3<Float>] = [
      [20, 11, 52], [106, 23, 110], [188, 55, 84], [243, 120, 25], [252, 190, 60],
      [252, 250, 170],
    ]
    let place = min(max(share, 0), 1) * Float(stops.count - 1)
    let first = min(Int(place), stops.count - 2)
    return stops[first] + (stops[first + 1] - stops[first]) * (place - Float(first))
  }

  /// Bilinear interpolation with aligned centres of pixels. The outermost values extend to the
  /// edge.
  private static func interpolate(
    _ map: [Float], _ height: Int, _ width: Int, y: Float, x: Float, _ side: Int
  ) -> Float {
    func place(_ pixel: Float, _ extent: Int) -> (first: Int, second: Int, share: Float) {
      let exact = (pixel + 0.5) * Float(extent) / Float(side) - 0.5
      let inside = min(max(exact, 0), Float(extent - 1))
      return (Int(inside), min(Int(inside) + 1, extent - 1), inside - inside.rounded(.down))
    }
    let (row, column) = (place(y, height), place(x, width))
    func along(_ line: Int) -> Float {
      let (left, right) = (map[line * width + column.first], map[line * width + column.second])
      return left + (right - left) * column.share
    }
    return along(row.first) + (along(row.second) - along(row.first)) * row.share
  }
}
