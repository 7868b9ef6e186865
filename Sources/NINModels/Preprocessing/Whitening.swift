import NINKernels

/// ZCA whitening: `y = (x - mean) · matrix`, where x is an image as one row of numbers. The matrix is
/// the inverse square root of the covariance of the training images, to whose diagonal a bias was
/// added (pylearn2's `ZCA` with `filter_bias`; Krizhevsky 2009, "Learning multiple layers of features
/// from tiny images", appendix A).
public struct Whitening: Hashable, Sendable {
  /// `[count]`, where `count` is height · width · channels, in that order (HWC).
  public let mean: [Float]
  /// `[count][count]`, symmetric.
  public let matrix: [Float]

  /// The bias of pylearn2's CIFAR-10.
  public static let usualBias = 0.1
  /// The most numbers an image may have: the time to fit grows with the cube, the file with the
  /// square.
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
  ///   - mean: of the training images.
  ///   - covariance: `[count][count]`, of the training images.
  ///   - bias: added to the diagonal, above 0.
  ///   - context: where the products run.
  /// - Returns: nil when a number is not finite, or when the bias is so small beside the covariance
  ///   that floats cannot tell.
  /// - Throws: `KernelError`.
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
