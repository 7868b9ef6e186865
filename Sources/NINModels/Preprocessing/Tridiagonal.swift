import Dispatch

/// A real symmetric matrix A as Q·T·Qᵀ with an orthogonal Q and a tridiagonal T, by Householder
/// reflections (Golub and Van Loan, "Matrix Computations", 4th edition, section 8.3.1).
///
/// Rows and columns are shared between threads, each sum in an order of its own, so that the number
/// of threads changes no bit.
struct Tridiagonal {
  let order: Int
  /// Of T.
  private(set) var diagonal: [Double]
  /// Below the diagonal of T; the last is 0.
  private(set) var offDiagonal: [Double]
  /// `[order][order]`, the columns of Q as rows.
  private(set) var basis: [Double]

  /// - Parameter matrix: `[order][order]`, symmetric.
  init(_ matrix: [Double], order: Int) {
    precondition(order > 0 && matrix.count == order * order, "\(matrix.count) for \(order)")
    self.order = order
    diagonal = Array(repeating: 0, count: order)
    offDiagonal = Array(repeating: 0, count: order)
    basis = []
    var matrix = matrix
    let reflections = reduce(&matrix)
    for index in 0..<order { diagonal[index] = matrix[index * order + index] }
    for index in 0..<(order - 1) { offDiagonal[index] = matrix[(index + 1) * order + index] }
    basis = Self.product(of: reflections, order: order)
  }

  /// `I - factor · vector · vectorᵀ` from row `first` on.
  private struct Reflection {
    let first: Int
    let vector: [Double]
    let factor: Double
  }

  /// Makes `matrix` tridiagonal from the left column on.
  private func reduce(_ matrix: inout [Double]) -> [Reflection] {
    var reflections: [Reflection] = []
    for column in 0..<max(0, order - 2) {
      let first = column + 1
      let entries = (first..<order).map { matrix[$0 * order + column] }
      guard let reflection = Self.reflection(entries, first: first) else { continue }
      apply(reflection, column: column, to: &matrix)
      reflections.append(reflection)
    }
    return reflections
  }

  /// The reflection that leaves nothing of `entries` behind the first; nil where nothing is.
  private static func reflection(_ entries: [Double], first: Int) -> Reflection? {
    let largest = entries.reduce(0) { max($0, abs($1)) }
    guard entries.dropFirst().contains(where: { $0 != 0 }) else { return nil }
    // Scaled, so that no square overflows or vanishes.
    var vector = entries.map { $0 / largest }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    vector[0] += vector[0] < 0 ? -norm : norm
    let factor = 2 / vector.reduce(0) { $0 + $1 * $1 }
    return Reflection(first: first, vector: vector, factor: factor)
  }

  /// `matrix` = H·matrix·H, whose rest is updated by `-v·wᵀ - w·vᵀ`.
  private func apply(_ reflection: Reflection, column: Int, to matrix: inout [Double]) {
    let (first, v, order) = (reflection.first, reflection.vector, order)
    let size = order - first
    let head = (0..<size).reduce(0) { $0 + v[$1] * matrix[(first + $1) * order + column] }
    let edge = matrix[first * order + column] - reflection.factor * head * v[0]
    matrix.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      nonisolated(unsafe) let rest = base + first * order + first
      var w = Self.products(rest, stride: order, v)
      for index in 0..<size { w[index] *= reflection.factor }
      let share = reflection.factor / 2 * zip(w, v).reduce(0) { $0 + $1.0 * $1.1 }
      for index in 0..<size { w[index] -= share * v[index] }
      let update = w
      Self.share(size) { rows in
        for row in rows {
          let (line, vRow, wRow) = (rest + row * order, v[row], update[row])
          for index in 0..<size { line[index] -= vRow * update[index] + wRow * v[index] }
        }
      }
      for index in 0..<size { base[(first + index) * order + column] = 0 }
      base[first * order + column] = edge
    }
  }

  /// The product of the matrix at `rest` and `v`.
  private static func products(
    _ rest: UnsafeMutablePointer<Double>, stride: Int, _ v: [Double]
  ) -> [Double] {
    nonisolated(unsafe) let rest = rest
    return [Double](unsafeUninitializedCapacity: v.count) { buffer, count in
      nonisolated(unsafe) let sums = buffer
      share(v.count) { rows in
        for row in rows {
          sums[row] = v.withUnsafeBufferPointer { dot(rest + row * stride, $0) }
        }
      }
      count = v.count
    }
  }

  /// In four sums, which the compiler can keep in two vectors.
  private static func dot(
    _ a: UnsafeMutablePointer<Double>, _ b: UnsafeBufferPointer<Double>
  ) -> Double {
    var sums = SIMD4<Double>.zero
    let whole = b.count & ~3
    for index in stride(from: 0, to: whole, by: 4) {
      sums +=
        SIMD4(a[index], a[index + 1], a[index + 2], a[index + 3])
        * SIMD4(b[index], b[index + 1], b[index + 2], b[index + 3])
    }
    var sum = sums.sum()
    for index in whole..<b.count { sum += a[index] * b[index] }
    return sum
  }

  /// The product of all reflections, transposed; each thread has columns of the product.
  private static func product(of reflections: [Reflection], order: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: order * order) { buffer, count in
      nonisolated(unsafe) let rows = buffer
      rows.initialize(repeating: 0)
      // The columns of the product stand as rows, and a reflection from the left acts on each.
      share(order) { columns in
        for column in columns {
          let line = UnsafeMutableBufferPointer(
            rebasing: rows[(column * order)..<((column + 1) * order)])
          line[column] = 1
          for reflection in reflections.reversed() {
            guard reflection.first + reflection.vector.count > column else { continue }
            reflect(line, reflection)
          }
        }
      }
      count = order * order
    }
  }

  private static func reflect(
    _ line: UnsafeMutableBufferPointer<Double>, _ reflection: Reflection
  ) {
    guard let base = line.baseAddress else { return }
    reflection.vector.withUnsafeBufferPointer { v in
      let part = base + reflection.first
      let share = reflection.factor * dot(part, v)
      for index in v.indices { part[index] -= share * v[index] }
    }
  }

  /// Calls `body` with parts of `0..<count`, on all processors.
  static func share(_ count: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let parts = min(count, 16)
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      body((count * part / parts)..<(count * (part + 1) / parts))
    }
  }
}
