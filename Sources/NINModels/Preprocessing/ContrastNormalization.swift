/// Global contrast normalization of each image: the mean of all its numbers is subtracted, and the
/// result is scaled to the Euclidean norm `scale` (pylearn2's `global_contrast_normalize`; section
/// 4.2 of the paper uses it as in Goodfellow et al. 2013, arXiv:1302.4389).
public struct ContrastNormalization: Hashable, Codable, Sendable {
  /// The norm of the normalized images.
  public var scale: Float

  /// - Parameter scale: the norm of the normalized images, above 0.
  public init(scale: Float = 55) {
    self.scale = scale
  }

  /// The lower bound of a norm divided by `scale`; it keeps images of one colour near zero.
  package static let smallestDivisor = 1e-8

  /// Changes one image in place.
  package func apply(to image: UnsafeMutableBufferPointer<Float>) {
    guard !image.isEmpty else { return }
    let mean = image.reduce(0.0) { $0 + Double($1) } / Double(image.count)
    var squares = 0.0
    for value in image { squares += (Double(value) - mean) * (Double(value) - mean) }
    let divisor = max(squares.squareRoot() / Double(scale), Self.smallestDivisor)
    for index in image.indices { image[index] = Float((Double(image[index]) - mean) / divisor) }
  }
}
