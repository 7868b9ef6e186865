import NINTensors
import Testing

@testable import NINModels

@Suite struct SymmetricEigenTests {
  private func symmetric(_ order: Int, seed: UInt64 = 1) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .testing, order)
    var matrix = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in 0...row {
        let value = Double(stream.uniform(in: -1..<1))
        matrix[row * order + column] = value
        matrix[column * order + row] = value
      }
    }
    return matrix
  }

  private func product(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// A·v = λ·v, and vectors at right angles: both but for roundings of sums of `order` terms, as
  /// large as the norm of the matrix, which is at most `order`.
  private func check(_ matrix: [Double], _ order: Int) throws {
    let eigen = try #require(SymmetricEigen(matrix, order: order))
    let tolerance = 8 * Double(order * order) * Double.ulpOfOne
    func vector(_ index: Int) -> ArraySlice<Double> {
      eigen.vectors[(index * order)..<((index + 1) * order)]
    }
    for index in 0..<order {
      for row in 0..<order {
        let image = product(matrix[(row * order)..<((row + 1) * order)], vector(index))
        let scaled = eigen.values[index] * vector(index)[index * order + row]
        #expect(abs(image - scaled) <= tolerance, "value \(index), row \(row)")
      }
      for other in 0...index {
        let expected: Double = other == index ? 1 : 0
        #expect(abs(product(vector(index), vector(other)) - expected) <= tolerance)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 17, 64, 90])
  func solvesRandomMatrices(_ order: Int) throws {
    try check(symmetric(order), order)
  }

  @Test func solvesWhatIsDegenerate() throws {
    let order = 12
    var identity = [Double](repeating: 0, count: order * order)
    for index in 0..<order { identity[index * order + index] = 1 }
    try check(identity, order)
    try check([Double](repeating: 0, count: order * order), order)
    try check([Double](repeating: 1, count: order * order), order)
    // Rank 2, and a block that falls apart in the middle.
    let (a, b) = (symmetric(order, seed: 2), symmetric(order, seed: 3))
    let low = (0..<(order * order)).map { index in
      a[index / order] * a[index % order] - b[index / order] * b[index % order]
    }
    try check(low, order)
    var blocks = a
    for row in 0..<6 {
      for column in 6..<12 {
        blocks[row * order + column] = 0
        blocks[column * order + row] = 0
      }
    }
    try check(blocks, order)
  }

  @Test(arguments: [Double.nan, .infinity])
  func refusesWhatIsNoNumber(_ value: Double) {
    #expect(SymmetricEigen([1, value, value, 1], order: 2) == nil)
  }

  @Test func theSameMatrixGivesTheSameBits() throws {
    let first = try #require(SymmetricEigen(symmetric(150), order: 150))
    let second = try #require(SymmetricEigen(symmetric(150), order: 150))
    #expect(first.vectors == second.vectors && first.values == second.values)
  }
}
