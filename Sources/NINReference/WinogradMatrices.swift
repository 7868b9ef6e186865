/// The matrices of Winograd's one-dimensional algorithm `F(m, r)`, from its points by the
/// definition (Toom-Cook; Lavin & Gray, arXiv:1509.09308): `y = Aᵀ[(G w) ⊙ (Bᵀ d)]`.
struct WinogradMatrices {
  /// Points of the transform.
  let n: Int
  /// Outputs of a tile.
  let m: Int
  /// Taps of the kernel.
  var r: Int { n + 1 - m }

  /// `Aᵀ`, m x n.
  let outputs: [[Double]]
  /// `G`, n x r.
  let weights: [[Double]]
  /// `Bᵀ`, n x n.
  let inputs: [[Double]]

  /// - Parameter taps: 3 takes the points 0, ±2/3, ±3/2, ∞; with 5, tiles of four outputs take
  ///   0, ±1, ±2, ±1/2, ∞ and tiles of two the former.
  init(outputs m: Int, taps r: Int) {
    self.m = m
    n = m + r - 1
    let points: [Double] =
      n == 6 ? [0, 2 / 3, -2 / 3, 1.5, -1.5] : [0, 1, -1, 2, -2, 0.5, -0.5]
    let last = n - 1
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
        let others = points.indices.filter { $0 != j }.map { points[$0] }
        return Self.polynomial(others) + [Double](repeating: 0, count: last + 1 - points.count)
      } + [Self.polynomial(points)]
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
