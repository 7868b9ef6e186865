import NINDatasets
import NINKernels
import NINModules
import NINPlans

/// Byte images into a plan's input: resize, scale, normalise, on the kernels' threads.
final class InputPipeline {
  private let transform: ImageTransform
  private let scratch: UnsafeMutableRawPointer

  init(
    _ images: any ImageSource, network: Network, normalization: Recipe.Normalization?,
    context: ExecutionContext
  ) throws {
    guard images.channels == network.input.channels else {
      throw TrainingError(
        "\(images.name): \(images.channels) channels, the model takes \(network.input.channels)")
    }
    transform = try ImageTransform(
      height: images.height, width: images.width, channels: images.channels,
      outputHeight: network.input.height, outputWidth: network.input.width,
      mean: normalization?.mean, deviation: normalization?.deviation, context: context)
    scratch = .allocate(byteCount: max(transform.scratchBytes, 1), alignment: 64)
  }

  deinit { scratch.deallocate() }

  /// Fills `plan.input` with `count` images of `batch` from `first` on.
  func fill(_ plan: Plan, from batch: ImageBatch, first: Int, count: Int) throws(KernelError) {
    let bytes = transform.height * transform.width * transform.channels
    guard let pixels = batch.pixels.baseAddress else { return }
    try transform.apply(
      images: count, x: pixels + first * bytes, y: plan.input, scratch: scratch)
  }
}
