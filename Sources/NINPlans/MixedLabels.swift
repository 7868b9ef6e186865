/// The labels of the images that a batch's own images were mixed with, and the share of those
/// (mixup; Zhang et al. 2018, arXiv:1710.09412).
public struct MixedLabels: Sendable {
  /// In 0...1; an image's own label has the rest.
  public var share: Float
  /// One per image.
  public var labels: [Int32]

  public init(share: Float, labels: [Int32]) {
    self.share = share
    self.labels = labels
  }

  /// Those of some images of the batch.
  func part(_ images: Range<Int>) -> MixedLabels {
    MixedLabels(share: share, labels: Array(labels[images]))
  }

  /// Turns the losses and gradients of the images' own labels into those of the mixture. The loss is
  /// linear in the target, so what `share` of the target moves from one label to another changes the
  /// loss by the difference of their logits, and the gradient by `share / batch` at both.
  func shift(
    images: Int, classes: Int, logits: UnsafePointer<Float>, labels own: UnsafePointer<Int32>,
    smoothing: Float, batch: Int, losses: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>?
  ) {
    let moved = share * (1 - smoothing)
    for image in 0..<images {
      let (from, to) = (
        image * classes + Int(own[image]), image * classes + Int(labels[image])
      )
      losses[image] += moved * (logits[from] - logits[to])
      gradient?[from] += moved / Float(batch)
      gradient?[to] -= moved / Float(batch)
    }
  }
}
