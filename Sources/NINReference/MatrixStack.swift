/// Matrices of one size, one after the other, each stored row by row.
struct MatrixStack {
  let rows, columns: Int
  let values: [Double]
  var count: Int { values.count / (rows * columns) }

  /// Each matrix transposed.
  var transposed: MatrixStack {
    let size = rows * columns
    return MatrixStack(
      rows: columns, columns: rows,
      values: values.indices.map { index in
        let (matrix, place) = index.quotientAndRemainder(dividingBy: size)
        return values[matrix * size + place % rows * columns + place / rows]
      })
  }

  /// The product of each matrix and the one at the same position in `other`.
  func times(_ other: MatrixStack) -> MatrixStack {
    var result = [Double](repeating: 0, count: count * rows * other.columns)
    other.values.withUnsafeBufferPointer { b in
      result.withUnsafeMutableBufferPointer { c in
        for (index, factor) in values.enumerated() where factor != 0 {
          let (row, k) = index.quotientAndRemainder(dividingBy: columns)
          let from = (row / rows * columns + k) * other.columns
          for j in 0..<other.columns { c[row * other.columns + j] += factor * b[from + j] }
        }
      }
    }
    return MatrixStack(rows: rows, columns: other.columns, values: result)
  }
}
