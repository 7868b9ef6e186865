import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINPlans

/// What stands between the byte images of a set and a plan: they are resized, scaled to `0...1` and
/// normalised on the kernels' threads, one chunk at a time.
///
///     let input = try InputPipeline(images, network: network, context: context)
///     let result = try plan.step(batch, through: input)
///
/// Not safe to share between threads.
public final class InputPipeline {
  private let transform: ImageTransform
  private let imageBytes: Int
  private let scratch: UnsafeMutableRawPointer

  /// - Parameters:
  ///   - images: the set that all batches come from.
  ///   - network: whose input is made of them.
  ///   - normalization: what becomes of pixels in `0...1`; nil leaves them alone.
  ///   - context: the instruction set and the threads.
  /// - Throws: `TrainingError` when the network takes other channels; `KernelError` when the images
  ///   are too large.
  public init(
    _ images: any ImageSource, network: Network, normalization: Normalization? = nil,
    context: ExecutionContext
  ) throws {
    guard images.channels == network.input.channels else {
      throw TrainingError.channels(
        of: images.name, found: images.channels, expected: network.input.channels)
    }
    transform = try ImageTransform(
      height: images.height, width: images.width, channels: images.channels,
      outputHeight: network.input.height, outputWidth: network.input.width,
      mean: normalization?.mean, deviation: normalization?.deviation, context: context)
    imageBytes = images.imageBytes
    scratch = .allocate(byteCount: max(transform.scratchBytes, 1), alignment: 64)
  }

  deinit { scratch.deallocate() }

  /// Writes images of `batch` as the network takes them.
  func fill(
    _ input: UnsafeMutablePointer<Float>, with images: Range<Int>, of batch: ImageBatch
  ) throws(KernelError) {
    guard let pixels = batch.pixels.baseAddress else { return }
    try transform.apply(
      images: images.count, x: pixels + images.lowerBound * imageBytes, y: input,
      scratch: scratch)
  }
}
