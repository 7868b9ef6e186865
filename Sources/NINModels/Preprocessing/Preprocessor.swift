import NINKernels
import NINTensors

/// Turns byte images into the input of a network: resizes them, scales them to 0...1 and
/// preprocesses them. Training, evaluation and classification all use it. Safe to share between
/// threads.
package final class Preprocessor: Sendable {
  private let transform: ImageTransform
  private let contrast: ContrastNormalization?
  private let whitening: WhiteningKernel?
  private let imageBytes: Int
  private let output: ActivationShape

  /// - Parameters:
  ///   - height: the height of the byte images.
  ///   - width: the width of the byte images.
  ///   - channels: the channels of the byte images.
  ///   - output: the shape of one input image of the network.
  ///   - preprocessing: what is done to the resized images.
  ///   - context: where the kernels run.
  /// - Throws: `KernelError` when the images are too large; `ShapeError` when the normalization or
  ///   the whitening is for images of another shape.
  package init(
    height: Int, width: Int, channels: Int, output: ActivationShape,
    _ preprocessing: Preprocessing, context: ExecutionContext
  ) throws {
    if let count = preprocessing.normalization?.mean.count, count != channels {
      throw ShapeError("a normalization of \(count) channels for images of \(channels)")
    }
    transform = try ImageTransform(
      height: height, width: width, channels: channels, outputHeight: output.height,
      outputWidth: output.width, mean: preprocessing.normalization?.mean,
      deviation: preprocessing.normalization?.deviation, context: context)
    contrast = preprocessing.contrast
    if let count = preprocessing.whitening?.mean.count, count != output.countPerImage {
      throw ShapeError("a whitening of \(count) numbers for images of \(output.countPerImage)")
    }
    whitening = try preprocessing.whitening.map {
      try WhiteningKernel($0, maximumImages: 16, context: context)
    }
    imageBytes = height * width * channels
    self.output = output
  }

  /// Converts `x[images][height][width][channels]` bytes into `y`, floats of the output's shape.
  package func apply(
    imageCount: Int, x: UnsafePointer<UInt8>, y: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    let scratch = UnsafeMutableRawPointer.allocate(
      byteCount: max(transform.scratchBytes, 1), alignment: 64)
    defer { scratch.deallocate() }
    try transform.apply(imageCount: imageCount, x: x, y: y, scratch: scratch)
    if let contrast {
      for image in 0..<imageCount {
        contrast.apply(
          to: UnsafeMutableBufferPointer(
            start: y + image * output.countPerImage, count: output.countPerImage))
      }
    }
    try whitening?.apply(imageCount: imageCount, to: y)
  }
}
