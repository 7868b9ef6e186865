import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINPlans
import NINTensors

/// Turns the byte images of a data set into the input of a plan: resizes them, scales them to
/// `0...1` and preprocesses them, one chunk at a time.
///
///     let input = try InputPipeline(images, network: network, context: context)
///     let result = try plan.step(batch, through: input)
///
/// Safe to share between threads.
public final class InputPipeline: Sendable {
  private let preprocessor: Preprocessor
  private let shape: ActivationShape
  private let imageBytes: Int

  /// - Parameters:
  ///   - images: the data set of all batches.
  ///   - network: the network that receives the images.
  ///   - preprocessing: what is done to the pixels in `0...1`.
  ///   - context: the instruction set and the threads.
  /// - Throws: `TrainingError` when the network has another number of channels; `KernelError` when
  ///   the images are too large; `ShapeError` when the whitening is for images of another shape.
  public init(
    _ images: any ImageSource, network: Network, preprocessing: Preprocessing = Preprocessing(),
    context: ExecutionContext
  ) throws {
    guard images.channels == network.input.channels else {
      throw TrainingError.channels(
        of: images.name, found: images.channels, expected: network.input.channels)
    }
    preprocessor = try Preprocessor(
      height: images.height, width: images.width, channels: images.channels,
      output: network.input, preprocessing, context: context)
    shape = network.input
    imageBytes = images.imageBytes
  }

  /// Writes some images of `batch` to `input`, `[images][height][width][channels]` of the network.
  /// - Parameter variation: the random variants; nil for none.
  func fill(
    _ input: UnsafeMutablePointer<Float>, with images: Range<Int>, of batch: ImageBatch,
    _ variation: BatchVariation? = nil
  ) throws(KernelError) {
    try convert(images, of: batch, to: input)
    guard let variation else { return }
    for (place, image) in images.enumerated() {
      let pixels = UnsafeMutableBufferPointer(
        start: input + place * shape.countPerImage, count: shape.countPerImage)
      variation.apply(to: pixels, of: shape, image: batch.images[image])
      if let mixture = variation.mixture {
        try mix(pixels, batch, mixture.partners[image], share: mixture.share, variation)
      }
    }
  }

  /// Mixes `image` with the image at place `partner` of the batch, which is varied too.
  private func mix(
    _ image: UnsafeMutableBufferPointer<Float>, _ batch: ImageBatch, _ partner: Int, share: Float,
    _ variation: BatchVariation
  ) throws(KernelError) {
    let other = UnsafeMutableBufferPointer<Float>.allocate(capacity: image.count)
    defer { other.deallocate() }
    guard let base = other.baseAddress else { return }
    try convert(partner..<(partner + 1), of: batch, to: base)
    variation.apply(to: other, of: shape, image: batch.images[partner])
    for index in image.indices { image[index] += share * (other[index] - image[index]) }
  }

  private func convert(
    _ images: Range<Int>, of batch: ImageBatch, to floats: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    guard let pixels = batch.pixels.baseAddress else { return }
    try preprocessor.apply(
      imageCount: images.count, x: pixels + images.lowerBound * imageBytes, y: floats)
  }
}
