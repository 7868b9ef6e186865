/// The labels of the images that the images of a batch were mixed with (mixup; Zhang et al. 2018,
/// arXiv:1710.09412).
public struct MixedLabels: Sendable {
  /// The share of these labels, in 0...1; the share of an image's own label is `1 - share`.
  public var share: Float
  /// One label per image of the batch.
  public var labels: [Int32]

  /// - Parameters:
  ///   - share: the share of these labels, in 0...1.
  ///   - labels: one label per image of the batch.
  public init(share: Float, labels: [Int32]) {
    self.share = share
    self.labels = labels
  }

  /// The labels of some images of the batch.
  func part(_ images: Range<Int>) -> MixedLabels {
    MixedLabels(share: share, labels: Array(labels[images]))
  }

  /// Changes the losses and gradients of the images' own labels into those of the mixture. The loss
  /// is linear in the target. Moving `share` of the target from one label to another therefore
  /// changes the loss by `share` times the difference of the logits, and the gradient of both
  /// logits by `share / batchSize`.
  func shift(
    imageCount: Int, classes: Int, logits: UnsafePointer<Float>, labels own: UnsafePointer<Int32>,
    smoothing: Float, batchSize: Int, losses: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>?
  ) {
    let moved = share * (1 - smoothing)
    for image in 0..<imageCount {
      let (from, to) = (
        image * classes + Int(own[image]), image * classes + Int(labels[image])
      )
      losses[image] += moved * (logits[from] - logits[to])
      gradient?[from] += moved / Float(batchSize)
      gradient?[to] -= moved / Float(batchSize)
    }
  }
}
