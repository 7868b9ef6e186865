import NINDatasets
import NINPlans
import NINTensors

/// The random variants of one batch. They depend only on the augmentation, `seed`, `epoch` and the
/// images.
public struct BatchVariation: Sendable {
  private let augmentation: Augmentation
  private let seed: UInt64
  private let epoch: Int
  /// How images are mixed; nil for no mixing.
  let mixture: Mixture?
  /// The labels of the images that they are mixed with.
  let mixedLabels: MixedLabels?

  /// - Parameters:
  ///   - augmentation: how images are varied.
  ///   - batch: the images.
  ///   - seed: the seed of the variants.
  ///   - epoch: the number of the epoch, from 0; each has its own variants.
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

  /// Varies one image in place, `[height][width][channels]`; `image` is its number in the set.
  func apply(to pixels: UnsafeMutableBufferPointer<Float>, of shape: ActivationShape, image: Int) {
    var stream = RandomStream(seed: seed, purpose: .augmentation, epoch, image)
    augmentation.apply(
      to: pixels, height: shape.height, width: shape.width, channels: shape.channels, &stream)
  }
}
