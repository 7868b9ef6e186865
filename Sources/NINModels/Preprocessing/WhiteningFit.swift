import NINKernels

/// Learns a whitening from images in two passes: first their mean, then their covariance.
///
///     let fit = try WhiteningFit(count: 3072, context: context)
///     for image in images { fit.addToMean(image) }
///     for rows in images { try fit.addToCovariance(rows) }
///     let whitening = try fit.whitening(bias: Whitening.usualBias)
package final class WhiteningFit {
  private let products: GramMatrix
  private let context: ExecutionContext
  private var sum: [Double]
  private var images = 0
  private var pending: [Float] = []

  /// - Parameter count: the number of floats of an image.
  /// - Throws: `KernelError` when there is no memory.
  package init(count: Int, context: ExecutionContext) throws(KernelError) {
    products = try GramMatrix(order: count, rows: 256, context: context)
    self.context = context
    sum = Array(repeating: 0, count: count)
  }

  /// First pass, `[count]`.
  package func addToMean(_ image: UnsafeBufferPointer<Float>) {
    for index in sum.indices { sum[index] += Double(image[index]) }
    images += 1
  }

  /// Second pass, when the mean of all images is known.
  package func addToCovariance(_ image: UnsafeBufferPointer<Float>) throws(KernelError) {
    let count = Double(images)
    for index in sum.indices { pending.append(Float(Double(image[index]) - sum[index] / count)) }
    if pending.count == products.rows * products.order { try flush() }
  }

  /// The whitening of the images.
  /// - Returns: nil when there were no images, or when `Whitening` cannot be computed.
  package func whitening(bias: Double) throws(KernelError) -> Whitening? {
    try flush()
    guard images > 0 else { return nil }
    let count = Double(images)
    return try Whitening(
      mean: sum.map { $0 / count }, covariance: products.sums.map { $0 / count }, bias: bias,
      context: context)
  }

  private func flush() throws(KernelError) {
    guard !pending.isEmpty else { return }
    try products.add(pending)
    pending.removeAll(keepingCapacity: true)
  }
}
