import NINKernels

/// ZCA whitening: `y = (x - mean) · matrix`, where x is an image as one row of numbers. The matrix
/// is the inverse square root of the covariance of the training images plus a bias on its diagonal
/// (pylearn2's `ZCA` with `filter_bias`; Krizhevsky 2009, "Learning multiple layers of features
/// from tiny images", appendix A).
public struct Whitening: Hashable, Sendable {
  /// The mean image: `[height][width][channels]`.
  public let mean: [Float]
  /// The symmetric matrix: `[mean.count][mean.count]`.
  public let matrix: [Float]

  /// The bias in pylearn2's CIFAR-10 example.
  public static let usualBias = 0.1
  /// The most numbers that an image may have. The time to fit grows with the third power of their
  /// number, the file with the second.
  public static let mostNumbers = 4096

  /// - Returns: nil when the sizes do not agree or a number is not finite.
  public init?(mean: [Float], matrix: [Float]) {
    guard (1...Self.mostNumbers).contains(mean.count), matrix.count == mean.count * mean.count,
      mean.allSatisfy(\.isFinite), matrix.allSatisfy(\.isFinite)
    else { return nil }
    self.mean = mean
    self.matrix = matrix
  }

  /// - Parameters:
  ///   - mean: the mean of the training images.
  ///   - covariance: the covariance of the training images, `[mean.count][mean.count]`.
  ///   - bias: the number added to the diagonal, above 0.
  ///   - context: where the kernels run.
  /// - Returns: nil when a number is not finite, or when the bias is too small, compared with the
  ///   covariance, for floats.
  /// - Throws: `KernelError` when there is no memory.
  package init?(
    mean: [Double], covariance: [Double], bias: Double, context: ExecutionContext
  ) throws(KernelError) {
    let order = mean.count
    var biased = covariance
    for index in 0..<order { biased[index * (order + 1)] += bias }
    guard let root = try InverseSquareRoot(biased, order: order, context: context) else {
      return nil
    }
    self.init(mean: mean.map { Float($0) }, matrix: root.matrix)
  }
}
