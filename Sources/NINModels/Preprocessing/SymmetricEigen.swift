import Foundation

/// Eigenvalues and eigenvectors of a real symmetric matrix: Householder reflections to tridiagonal
/// form, then implicit QL steps with Wilkinson's shift (Golub and Van Loan, "Matrix Computations",
/// 4th edition, sections 8.3.3 to 8.3.5).
struct SymmetricEigen {
  let order: Int
  /// In no particular order.
  private(set) var values: [Double]
  /// `[order][order]`: row k is the eigenvector of `values[k]`, of length 1.
  private(set) var vectors: [Double]

  /// A rotation in the plane of two neighbours, `index` and the next.
  private struct Rotation {
    let index: Int
    let cosine: Double
    let sine: Double
  }

  /// More steps than any eigenvalue has been seen to need; three are usual.
  private static let mostSteps = 60

  /// - Parameter matrix: `[order][order]`, symmetric.
  /// - Returns: nil where it holds what is no finite number.
  init?(_ matrix: [Double], order: Int) {
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    let tridiagonal = Tridiagonal(matrix, order: order)
    self.order = order
    values = tridiagonal.diagonal
    vectors = tridiagonal.basis
    var off = tridiagonal.offDiagonal
    var rotations: [Rotation] = []
    for first in 0..<order {
      var steps = 0
      while let last = end(of: first, off), last > first {
        guard steps < Self.mostSteps else { return nil }
        steps += 1
        step(first, last, &off, &rotations)
        // Many at once, so that a strip of the vectors stays in the cache for all of them.
        if rotations.count > 32 * order { turn(&rotations) }
      }
    }
    turn(&rotations)
  }

  /// Where the block that begins at `first` ends: at the first neighbour that is nothing beside the
  /// two eigenvalues next to it.
  private func end(of first: Int, _ off: [Double]) -> Int? {
    (first..<order).first { index in
      guard index + 1 < order else { return true }
      let size = abs(values[index]) + abs(values[index + 1])
      return size + abs(off[index]) == size
    }
  }

  /// One implicit QL step on the block `first...last`.
  private mutating func step(
    _ first: Int, _ last: Int, _ off: inout [Double], _ rotations: inout [Rotation]
  ) {
    let ratio = (values[first + 1] - values[first]) / (2 * off[first])
    let root = hypot(ratio, 1)
    let shift = off[first] / (ratio + (ratio < 0 ? -root : root))
    var bulge = values[last] - values[first] + shift
    var (sine, cosine, moved) = (1.0, 1.0, 0.0)
    for index in stride(from: last - 1, through: first, by: -1) {
      let (above, beside) = (sine * off[index], cosine * off[index])
      let length = hypot(above, bulge)
      off[index + 1] = length
      guard length > 0 else {
        // The block falls apart here.
        values[index + 1] -= moved
        off[last] = 0
        return
      }
      (sine, cosine) = (above / length, bulge / length)
      let value = values[index + 1] - moved
      let slope = (values[index] - value) * sine + 2 * cosine * beside
      moved = sine * slope
      values[index + 1] = value + moved
      bulge = cosine * slope - beside
      rotations.append(Rotation(index: index, cosine: cosine, sine: sine))
    }
    values[first] -= moved
    off[first] = bulge
    off[last] = 0
  }

  /// Applies the rotations, in their order, to the vectors.
  private mutating func turn(_ rotations: inout [Rotation]) {
    let (order, all) = (order, rotations)
    rotations.removeAll(keepingCapacity: true)
    vectors.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let rows = buffer
      Tridiagonal.share((order + 63) / 64) { strips in
        for strip in strips {
          let columns = (64 * strip)..<min(64 * strip + 64, order)
          for rotation in all { Self.turn(rows, columns, order, rotation) }
        }
      }
    }
  }

  private static func turn(
    _ rows: UnsafeMutableBufferPointer<Double>, _ columns: Range<Int>, _ order: Int,
    _ rotation: Rotation
  ) {
    guard let base = rows.baseAddress else { return }
    let upper = base + rotation.index * order
    let lower = upper + order
    let (cosine, sine) = (rotation.cosine, rotation.sine)
    for column in columns {
      let (a, b) = (upper[column], lower[column])
      lower[column] = sine * a + cosine * b
      upper[column] = cosine * a - sine * b
    }
  }
}
