/// What is done to the pixels of an image, in 0...1, before they enter a network, in the order of
/// these properties. A step that is nil is left out.
public struct Preprocessing: Hashable, Sendable {
  /// Normalization by the mean and deviation of each channel.
  public var normalization: Normalization?
  /// Contrast normalization of each image.
  public var contrast: ContrastNormalization?
  /// Whitening of each image.
  public var whitening: Whitening?

  /// Without arguments, pixels are not changed.
  public init(
    normalization: Normalization? = nil, contrast: ContrastNormalization? = nil,
    whitening: Whitening? = nil
  ) {
    self.normalization = normalization
    self.contrast = contrast
    self.whitening = whitening
  }
}
