/// The ten figures of the built-in data set. Each is a test whether a point lies inside.
///
/// Points are in the coordinates of the figure, about `[-1, 1]²`, with y upwards. Only arithmetic
/// and square roots are used, because IEEE 754 rounds them in the same way on every machine.
enum ShapeOutline: Int, CaseIterable {
  case disc, square, triangle, ring, cross, star, crescent, arrow, bars, heart

  var name: String { String(describing: self) }

  func contains(_ x: Float, _ y: Float) -> Bool {
    let r2 = x * x + y * y
    switch self {
    case .disc: return r2 < 0.81
    case .square: return abs(x) < 0.8 && abs(y) < 0.8
    case .triangle: return y > -0.7 && y < 0.95 - 1.75 * abs(x)
    case .ring: return r2 < 0.9 && r2 > 0.3
    case .cross: return min(abs(x), abs(y)) < 0.27 && max(abs(x), abs(y)) < 0.92
    case .star: return Self.star(x, y)
    case .crescent: return r2 < 0.85 && (x - 0.45) * (x - 0.45) + y * y > 0.5
    case .arrow:
      let shaft = abs(x) < 0.22 && y > -0.95 && y <= 0.1
      return shaft || (y > 0 && y < 0.95 - 1.2 * abs(x))
    case .bars: return abs(x) < 0.85 && (abs(y) < 0.18 || (abs(y) > 0.5 && abs(y) < 0.86))
    case .heart:
      let (u, v) = (abs(x), y + 0.1)
      let lobe = (u - 0.43) * (u - 0.43) + (v - 0.35) * (v - 0.35) < 0.2116
      return lobe || (v < 0.4 && v > -0.85 && u < 0.8 * (v + 0.85) / 1.15)
    }
  }

  /// A star with five points: inside at least four of the five half-planes of a pentagram.
  private static func star(_ x: Float, _ y: Float) -> Bool {
    var inside = 0
    for (nx, ny) in normals where x * nx + y * ny < 0.32 { inside += 1 }
    return inside >= 4
  }

  /// Outward normals of the pentagram's lines: angles 54° + 72°·k.
  private static let normals: [(Float, Float)] = [
    (0.5877853, 0.8090170), (-0.5877853, 0.8090170), (-0.9510565, -0.3090170), (0, -1),
    (0.9510565, -0.3090170),
  ]
}
