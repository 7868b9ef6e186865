/// Matrices whose rows or columns, whichever are fewer, have length 1 and are orthogonal to each
/// other (Saxe et al. 2014, arXiv:1312.6120).
enum OrthonormalMatrix {
  /// Replaces random numbers, `[rows][columns]`, by such a matrix, with the modified Gram-Schmidt
  /// method (Golub and Van Loan, "Matrix Computations", 4th edition, section 5.2.8). It is applied
  /// twice, because of rounding.
  static func replace(_ values: UnsafeMutableBufferPointer<Float>, columns: Int) {
    let rows = values.count / columns
    let (count, length) = (min(rows, columns), max(rows, columns))
    // The distance between two vectors, and between two elements of a vector.
    let (step, stride) = rows < columns ? (columns, 1) : (1, columns)
    var vectors: [[Double]] = []
    for index in 0..<count {
      var vector = (0..<length).map { Double(values[index * step + $0 * stride]) }
      for _ in 0..<2 {
        for other in vectors { subtract(other, from: &vector) }
        scale(&vector)
      }
      vectors.append(vector)
      for place in 0..<length { values[index * step + place * stride] = Float(vector[place]) }
    }
  }

  /// Subtracts the projection of `vector` on `unit`.
  private static func subtract(_ unit: [Double], from vector: inout [Double]) {
    var product = 0.0
    for index in vector.indices { product += unit[index] * vector[index] }
    for index in vector.indices { vector[index] -= product * unit[index] }
  }

  private static func scale(_ vector: inout [Double]) {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for index in vector.indices { vector[index] /= length }
  }
}
