import NINDatasets
import NINPlans
import NINTensors

/// The random variants of one batch of an epoch: a function of the augmentation, `seed`, `epoch` and
/// the images.
public struct BatchVariation: Sendable {
  private let augmentation: Augmentation
  private let seed: UInt64
  private let epoch: Int
  /// Nil where images stay by themselves.
  let mixture: Mixture?
  /// The labels of the partners.
  let mixedLabels: MixedLabels?

  /// - Parameters:
  ///   - augmentation: what happens to each image.
  ///   - batch: the images.
  ///   - seed: where randomness comes from.
  ///   - epoch: from 0; each has variants of its own.
  public init(_ augmentation: Augmentation, of batch: ImageBatch, seed: UInt64, epoch: Int) {
    self.augmentation = augmentation
    self.seed = seed
    self.epoch = epoch
    var stream = RandomStream(seed: seed, purpose: .mixing, epoch, batch.index)
    mixture = augmentation.mixup.map { Mixture(alpha: $0, count: batch.count, &stream) }
    mixedLabels = mixture.map { mixture in
      MixedLabels(share: mixture.share, labels: mixture.partners.map { batch.labels[$0] })
    }
  }

  /// Changes the image number `image` of the set in place.
  func apply(to pixels: UnsafeMutableBufferPointer<Float>, of shape: ActivationShape, image: Int) {
    var stream = RandomStream(seed: seed, purpose: .augmentation, epoch, image)
    augmentation.apply(
      to: pixels, height: shape.height, width: shape.width, channels: shape.channels, &stream)
  }
}
