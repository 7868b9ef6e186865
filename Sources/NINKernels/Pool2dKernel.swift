import CKernels
import NINTensors

/// Maximum and average pooling over NHWC activations.
public struct Pool2dKernel {
  /// The shape of one image, of the windows and of the output.
  public let geometry: Pool2dGeometry
  /// The instruction set and the threads.
  public let context: ExecutionContext
  private var raw: nin_pool2d_geometry

  /// A pooling of images of the shape of `geometry`.
  public init(_ geometry: Pool2dGeometry, context: ExecutionContext) {
    self.geometry = geometry
    self.context = context
    self.raw = nin_pool2d_geometry(
      height: geometry.height, width: geometry.width, channels: geometry.channels,
      kernel: geometry.kernelSize, stride: geometry.stride, padding: geometry.padding,
      out_height: geometry.outputHeight, out_width: geometry.outputWidth,
      counts_padding: geometry.countsPadding)
  }

  /// Computes the maximum of each window.
  /// - Parameters:
  ///   - imageCount: how many there are.
  ///   - x: `[images][height][width][channels]`.
  ///   - y: `[images][outputHeight][outputWidth][channels]`.
  ///   - index: as many bytes as `y` has floats: the position of the first maximum in its window,
  ///     `row · kernelSize + column`; nil when it is not needed.
  public func maximum(
    imageCount: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>,
    index: UnsafeMutablePointer<UInt8>?
  ) throws(KernelError) {
    try run { nin_max_pool2d_forward_f32($0, $1, imageCount, x, y, index) }
  }

  /// Adds the gradient of each window at the position of its maximum, and sets the rest of `dx` to
  /// zero.
  public func maximumBackward(
    imageCount: Int, dy: UnsafePointer<Float>, index: UnsafePointer<UInt8>,
    dx: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_max_pool2d_backward_f32($0, $1, imageCount, dy, index, dx) }
  }

  /// Computes the mean of each window, as defined by the geometry.
  public func average(
    imageCount: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_average_pool2d_forward_f32($0, $1, imageCount, x, y) }
  }

  /// Spreads the gradient of each mean over its window; `dx` is set to zero where `mask ≤ 0`. Nil
  /// masks nothing.
  public func averageBackward(
    imageCount: Int, dy: UnsafePointer<Float>, mask: UnsafePointer<Float>?,
    dx: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_average_pool2d_backward_f32($0, $1, imageCount, dy, mask, dx) }
  }

  private func run(
    _ kernel: (UnsafePointer<nin_context>, UnsafePointer<nin_pool2d_geometry>) -> nin_status
  ) throws(KernelError) {
    let geometry = raw
    try context.run { context in
      withUnsafePointer(to: geometry) { kernel(context, $0) }
    }
  }
}
