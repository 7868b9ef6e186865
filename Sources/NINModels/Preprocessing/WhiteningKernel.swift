import NINKernels
import NINTensors

/// Applies a whitening with the kernel of a 1x1 convolution of 1x1 images, which have as many
/// channels as an image has numbers. Safe to share between threads.
final class WhiteningKernel: @unchecked Sendable {
  // Nothing changes after `init`; each call allocates its own memory.

  private let count: Int
  private let maximumImages: Int
  private let kernel: Conv2dKernel
  private let packed: FloatBuffer
  private let bias: [Float]

  /// - Parameter maximumImages: how many images the kernel takes at a time.
  /// - Throws: `KernelError` when there is no memory.
  init(
    _ whitening: Whitening, maximumImages: Int, context: ExecutionContext
  ) throws(KernelError) {
    count = whitening.mean.count
    self.maximumImages = maximumImages
    kernel = try Conv2dKernel(product: count, rows: maximumImages, context: context)
    packed = try FloatBuffer(count: kernel.packedForwardCount)
    try kernel.packForward(weights: whitening.matrix, into: packed.pointer)
    bias = whitening.shift
  }

  /// Changes `[images][count]` in place.
  func apply(imageCount: Int, to pixels: UnsafeMutablePointer<Float>) throws(KernelError) {
    let source = try FloatBuffer(count: min(imageCount, maximumImages) * count)
    let workspace = try FloatBuffer(count: kernel.workspaceCount)
    for first in stride(from: 0, to: imageCount, by: maximumImages) {
      let part = min(maximumImages, imageCount - first)
      source.pointer.update(from: pixels + first * count, count: part * count)
      try kernel.forward(
        imageCount: part, x: source.pointer, packed: packed.pointer, bias: bias, relu: false,
        y: pixels + first * count, workspace: workspace.pointer)
    }
  }
}

extension Whitening {
  /// `-mean · matrix`, which is added to the product of an image and the matrix.
  package var shift: [Float] {
    var shift = [Double](repeating: 0, count: mean.count)
    for (row, value) in mean.enumerated() {
      for column in shift.indices {
        shift[column] -= Double(value) * Double(matrix[row * mean.count + column])
      }
    }
    return shift.map { Float($0) }
  }
}
