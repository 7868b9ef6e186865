import NINKernels

/// The inverse square root of a symmetric, positive definite matrix A, by the coupled iteration of
/// Newton and Schulz (Higham, "Functions of Matrices", 2008, chapter 6). It starts with `Y = A / s`
/// and `Z = 1`, where `s` is at least the largest eigenvalue, and repeats
///
///     T = (3 - Z·Y) / 2,  Y = Y·T,  Z = T·Z
///
/// until `Z·Y` is 1. Then Z is the inverse square root of `A / s`. Only products of matrices are
/// needed; the kernel of a 1x1 convolution computes them.
struct InverseSquareRoot {
  /// `[order][order]`, symmetric.
  let matrix: [Float]

  /// Each step more than doubles the smallest eigenvalue of `Z·Y`, so this suffices for floats.
  private static let mostSteps = 60

  /// - Parameter matrix: `[order][order]`.
  /// - Returns: nil when floats cannot find the root: when an eigenvalue is not above 0, or some
  ///   millions of times smaller than the largest.
  /// - Throws: `KernelError` when there is no memory.
  init?(_ matrix: [Double], order: Int, context: ExecutionContext) throws(KernelError) {
    let scale = matrix.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard scale > 0, scale.isFinite else { return nil }
    let multiply = try MatrixProduct(order: order, context: context)
    var root = matrix.map { Float($0 / scale) }
    var inverse = [Float](repeating: 0, count: matrix.count)
    for index in 0..<order { inverse[index * (order + 1)] = 1 }
    var (error, steps) = (Double.infinity, 0)
    while true {
      var factor = try multiply(inverse, root)
      let former = error
      error = Self.distanceToIdentity(factor, order)
      // Near the end each error is the square of the one before it, until only rounding is left.
      if error < 0.5 && error >= former / 2 { break }
      steps += 1
      guard steps < Self.mostSteps, error.isFinite else { return nil }
      for index in factor.indices { factor[index] *= -0.5 }
      for index in 0..<order { factor[index * (order + 1)] += 1.5 }
      root = Self.symmetric(try multiply(root, factor), order)
      inverse = Self.symmetric(try multiply(factor, inverse), order)
    }
    self.matrix = inverse.map { Float(Double($0) / scale.squareRoot()) }
  }

  /// The Frobenius norm of `1 - matrix`.
  private static func distanceToIdentity(_ matrix: [Float], _ order: Int) -> Double {
    var squares = 0.0
    for (index, value) in matrix.enumerated() {
      let distance = (index % (order + 1) == 0 ? 1 : 0) - Double(value)
      squares += distance * distance
    }
    return squares.squareRoot()
  }

  /// Makes the matrix exactly symmetric: an asymmetry from rounding would grow from step to step.
  private static func symmetric(_ matrix: [Float], _ order: Int) -> [Float] {
    var matrix = matrix
    for row in 0..<order {
      for column in 0..<row {
        let mean = (matrix[row * order + column] + matrix[column * order + row]) / 2
        matrix[row * order + column] = mean
        matrix[column * order + row] = mean
      }
    }
    return matrix
  }
}
