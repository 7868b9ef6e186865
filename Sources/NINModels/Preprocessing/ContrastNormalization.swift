/// Global contrast normalization: of each image by itself, the mean of all its numbers is subtracted,
/// and what is left is divided by its Euclidean norm and multiplied by `scale` (pylearn2's
/// `global_contrast_normalize`, which the paper's section 4.2 takes over from Goodfellow et al. 2013,
/// arXiv:1302.4389).
public struct ContrastNormalization: Hashable, Codable, Sendable {
  /// The norm that images are given.
  public var scale: Float

  public init(scale: Float = 55) {
    self.scale = scale
  }

  /// What a norm divided by `scale` is taken for at least: an image of one colour stays near zero.
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
