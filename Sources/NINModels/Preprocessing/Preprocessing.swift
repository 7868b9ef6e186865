/// What becomes of the pixels of an image, in 0...1, before a network sees them, in this order. A part
/// that is nil leaves them alone.
public struct Preprocessing: Hashable, Sendable {
  public var normalization: Normalization?
  public var contrast: ContrastNormalization?
  public var whitening: Whitening?

  public init(
    normalization: Normalization? = nil, contrast: ContrastNormalization? = nil,
    whitening: Whitening? = nil
  ) {
    self.normalization = normalization
    self.contrast = contrast
    self.whitening = whitening
  }
}
