import Foundation
import NINKernels
import NINTensors
import Testing

@testable import NINModels

@Suite struct PreprocessingTests {
  private static let images = 400
  private static let count = 27

  /// Rows of correlated numbers, like pixels.
  private static func rows(_ seed: UInt64 = 1) -> [[Float]] {
    var stream = RandomStream(seed: seed, purpose: .testing)
    return (0..<images).map { _ in
      let shared = stream.normal()
      var row = (0..<count).map { Float($0) / 10 + shared + stream.normal() }
      for index in 1..<count { row[index] = (row[index] + 2 * row[index - 1]) / 3 }
      return row
    }
  }

  private static func fitted(_ rows: [[Float]], threads: Int = 2) throws -> Whitening {
    let fit = try WhiteningFit(count: count, context: ExecutionContext(threads: threads))
    for row in rows { row.withUnsafeBufferPointer { fit.addToMean($0) } }
    for row in rows { try row.withUnsafeBufferPointer { try fit.addToCovariance($0) } }
    return try #require(try fit.whitening(bias: 0.1))
  }

  /// The matrix P is symmetric and positive, with P·(C + bias)·P = 1. The test computes C and the
  /// mean in double.
  @Test func theMatrixIsTheInverseSquareRootOfTheCovariance() throws {
    let rows = Self.rows()
    let whitening = try Self.fitted(rows)
    let count = Self.count
    var mean = [Double](repeating: 0, count: count)
    for row in rows { for index in 0..<count { mean[index] += Double(row[index]) } }
    for index in 0..<count {
      mean[index] /= Double(Self.images)
      #expect(abs(Double(whitening.mean[index]) - mean[index]) < 1e-6)
    }
    var covariance = [Double](repeating: 0, count: count * count)
    for row in rows {
      for a in 0..<count {
        for b in 0..<count {
          covariance[a * count + b] += (Double(row[a]) - mean[a]) * (Double(row[b]) - mean[b])
        }
      }
    }
    for index in covariance.indices { covariance[index] /= Double(Self.images) }
    for index in 0..<count { covariance[index * count + index] += 0.1 }
    let matrix = whitening.matrix.map { Double($0) }
    let whole = product(product(matrix, covariance), matrix)
    for a in 0..<count {
      for b in 0..<count {
        #expect(abs(whole[a * count + b] - (a == b ? 1 : 0)) < 1e-4)
        #expect(abs(matrix[a * count + b] - matrix[b * count + a]) < 1e-6)
      }
    }
    #expect(isPositive(matrix))
  }

  /// Whether Cholesky's decomposition succeeds.
  private func isPositive(_ matrix: [Double]) -> Bool {
    let count = Self.count
    var lower = matrix
    for column in 0..<count {
      for row in column..<count {
        for k in 0..<column {
          lower[row * count + column] -= lower[row * count + k] * lower[column * count + k]
        }
      }
      guard lower[column * (count + 1)] > 0 else { return false }
      let root = lower[column * (count + 1)].squareRoot()
      for row in column..<count { lower[row * count + column] /= root }
    }
    return true
  }

  /// A matrix with eigenvalues over eight powers of two, in a basis without zeros.
  @Test(arguments: [1, 2, 17, 90])
  func theRootOfAKnownMatrixIsFound(_ order: Int) throws {
    // A reflection H = 1 - 2·v·vᵀ is its own inverse: (H·D·H)^(-1/2) = H·D^(-1/2)·H.
    var stream = RandomStream(seed: 5, purpose: .testing, order)
    let direction = (0..<order).map { _ in Double(stream.normal()) }
    let squares = direction.reduce(0) { $0 + $1 * $1 }
    func mixed(_ diagonal: (Int) -> Double) -> [Double] {
      func reflection(_ row: Int, _ column: Int) -> Double {
        (row == column ? 1 : 0) - 2 * direction[row] * direction[column] / squares
      }
      return (0..<(order * order)).map { index in
        (0..<order).reduce(0) {
          $0 + reflection(index / order, $1) * diagonal($1) * reflection($1, index % order)
        }
      }
    }
    let matrix = mixed { 100 * pow(2, -Double($0 % 9)) }
    let expected = mixed { 0.1 * pow(2, Double($0 % 9) / 2) }
    let root = try #require(
      try InverseSquareRoot(matrix, order: order, context: ExecutionContext()))
    for (value, wanted) in zip(root.matrix, expected) {
      #expect(abs(Double(value) - wanted) < 1e-4)
    }
  }

  /// Zero, a negative eigenvalue, NaN, and eigenvalues too far apart for floats.
  @Test(
    arguments: [
      [0, 0, 0, 0], [1, 2, 2, 1], [1, .nan, .nan, 1], [.infinity, 0, 0, 1], [1, 0, 0, 1e-30],
    ] as [[Double]])
  func aMatrixWithoutARootIsRefused(_ matrix: [Double]) throws {
    #expect(try InverseSquareRoot(matrix, order: 2, context: ExecutionContext()) == nil)
  }

  private func product(_ a: [Double], _ b: [Double]) -> [Double] {
    let count = Self.count
    return (0..<(count * count)).map { index in
      (0..<count).reduce(0) { $0 + a[index / count * count + $1] * b[$1 * count + index % count] }
    }
  }

  @Test func threadsChangeNoBit() throws {
    let rows = Self.rows(2)
    let results = try [1, 2, 3].map { try Self.fitted(rows, threads: $0) }
    #expect(results[0] == results[1] && results[1] == results[2])
  }

  @Test func withoutImagesThereIsNone() throws {
    let fit = try WhiteningFit(count: 3, context: ExecutionContext())
    #expect(try fit.whitening(bias: 0.1) == nil)
  }

  /// After it, each image has the mean 0 and the norm 55.
  @Test func contrastGivesEveryImageTheSameNorm() {
    for row in Self.rows(3).prefix(20) {
      var image = row
      image.withUnsafeMutableBufferPointer { ContrastNormalization().apply(to: $0) }
      let mean = image.reduce(0.0) { $0 + Double($1) } / Double(image.count)
      let norm = image.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(mean) < 1e-5 && abs(norm - 55) < 1e-4)
      // Brighter pixels stay brighter.
      let order = row.indices.sorted { row[$0] < row[$1] }
      #expect(zip(order, order.dropFirst()).allSatisfy { image[$0] <= image[$1] })
    }
    var flat = [Float](repeating: 0.25, count: 48)
    flat.withUnsafeMutableBufferPointer { ContrastNormalization().apply(to: $0) }
    #expect(flat.allSatisfy { $0 == 0 })
  }

  /// All parts of the preprocessing are applied in order.
  @Test(arguments: [1, 5, 40])
  func aPreprocessorDoesAllInOrder(_ images: Int) throws {
    let whitening = try Self.fitted(Self.rows(4))
    let normalization = Normalization(mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.4])
    let chain = Preprocessing(
      normalization: normalization, contrast: ContrastNormalization(scale: 5), whitening: whitening)
    let shape = ActivationShape(height: 3, width: 3, channels: 3)
    let processor = try Preprocessor(
      height: 3, width: 3, channels: 3, output: shape, chain, context: ExecutionContext())
    let bytes = (0..<(images * Self.count)).map { UInt8(truncatingIfNeeded: $0 * 37 + $0 / 11) }
    var found = [Float](repeating: .nan, count: bytes.count)
    try processor.apply(imageCount: images, x: bytes, y: &found)
    for image in 0..<images {
      let start = image * Self.count
      let pixels = bytes[start..<(start + Self.count)].enumerated().map { index, byte in
        (Double(byte) / 255 - Double(normalization.mean[index % 3]))
          / Double(normalization.deviation[index % 3])
      }
      let mean = pixels.reduce(0, +) / Double(Self.count)
      let norm = pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
      let scaled = pixels.map { ($0 - mean) / norm * 5 }
      for column in 0..<Self.count {
        let expected = (0..<Self.count).reduce(0.0) {
          $0 + (scaled[$1] - Double(whitening.mean[$1]))
            * Double(whitening.matrix[$1 * Self.count + column])
        }
        #expect(abs(Double(found[start + column]) - expected) < 1e-4)
      }
    }
    #expect(throws: ShapeError.self) {
      try Preprocessor(
        height: 4, width: 4, channels: 3,
        output: ActivationShape(height: 4, width: 4, channels: 3), chain,
        context: ExecutionContext())
    }
  }
}
