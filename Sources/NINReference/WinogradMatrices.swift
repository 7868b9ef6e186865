/// The matrices of Winograd's one-dimensional algorithm `F(m, r)`, built from its points by the
/// definition (Toom-Cook; Lavin & Gray, arXiv:1509.09308): `y = Aᵀ[(G w) ⊙ (Bᵀ d)]`.
public struct WinogradMatrices: Sendable {
  /// Outputs of a tile.
  public let m: Int
  /// Taps of the kernel.
  public let r: Int
  /// Points of the transform, infinity included: `m + r - 1`, which is also the inputs of a tile.
  public var n: Int { m + r - 1 }

  /// `Aᵀ`, `[m][n]`.
  public let outputs: [[Double]]
  /// `G`, `[n][r]`.
  public let weights: [[Double]]
  /// `Bᵀ`, `[n][n]`.
  public let inputs: [[Double]]

  /// - Parameters:
  ///   - m: outputs of a tile.
  ///   - r: taps of the kernel.
  ///   - points: `m + r - 2` different numbers; the point at infinity is added.
  public init(outputs m: Int, taps r: Int, points: [Double]) {
    precondition(points.count == m + r - 2, "F(\(m), \(r)) takes \(m + r - 2) points")
    self.m = m
    self.r = r
    outputs = (0..<m).map { i in
      points.map { Self.power($0, i) } + [i == m - 1 ? 1 : 0]
    }
    weights =
      points.indices.map { j in
        let norm = points.indices.filter { $0 != j }.reduce(1) { $0 * (points[j] - points[$1]) }
        return (0..<r).map { Self.power(points[j], $0) / norm }
      } + [(0..<r).map { $0 == r - 1 ? 1 : 0 }]
    inputs =
      points.indices.map { j in
        Self.polynomial(points.indices.filter { $0 != j }.map { points[$0] }) + [0]
      } + [Self.polynomial(points)]
  }

  /// The points that the kernels use for `F(m, r)`: 0, ±2/3, ±3/2 for tiles of six inputs,
  /// 0, ±1, ±2, ±1/2 for tiles of eight.
  public static func kernelPoints(outputs m: Int, taps r: Int) -> [Double] {
    m + r - 1 == 6 ? [0, 2 / 3, -2 / 3, 1.5, -1.5] : [0, 1, -1, 2, -2, 0.5, -0.5]
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  /// The coefficients of `∏ (x - root)`, lowest power first.
  private static func polynomial(_ roots: [Double]) -> [Double] {
    var coefficients: [Double] = [1]
    for root in roots {
      var next = [Double](repeating: 0, count: coefficients.count + 1)
      for (power, coefficient) in coefficients.enumerated() {
        next[power + 1] += coefficient
        next[power] -= root * coefficient
      }
      coefficients = next
    }
    return coefficients
  }
}
