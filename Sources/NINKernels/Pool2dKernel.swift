import CKernels
import NINTensors

/// Maximum and average pooling over NHWC activations.
public struct Pool2dKernel {
  public let geometry: Pool2dGeometry
  public let context: ExecutionContext
  private var raw: nin_pool2d_geometry

  public init(_ geometry: Pool2dGeometry, context: ExecutionContext) {
    self.geometry = geometry
    self.context = context
    self.raw = nin_pool2d_geometry(
      height: geometry.height, width: geometry.width, channels: geometry.channels,
      kernel: geometry.kernelSize, stride: geometry.stride, padding: geometry.padding,
      out_height: geometry.outputHeight, out_width: geometry.outputWidth,
      counts_padding: geometry.countsPadding)
  }

  /// `y` = the maximum of each window; `index` = where in the window the first maximum stands.
  public func maximum(
    images: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>,
    index: UnsafeMutablePointer<UInt8>?
  ) throws(KernelError) {
    try run { nin_max_pool2d_forward_f32($0, $1, images, x, y, index) }
  }

  /// `dx` = the gradient of each window, put where `index` says.
  public func maximumBackward(
    images: Int, dy: UnsafePointer<Float>, index: UnsafePointer<UInt8>,
    dx: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_max_pool2d_backward_f32($0, $1, images, dy, index, dx) }
  }

  /// `y` = the mean of each window, of what the geometry counts.
  public func average(
    images: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_average_pool2d_forward_f32($0, $1, images, x, y) }
  }

  /// `dx` = the gradient of each mean spread over its window, zeroed where `mask ≤ 0`.
  public func averageBackward(
    images: Int, dy: UnsafePointer<Float>, mask: UnsafePointer<Float>?,
    dx: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_average_pool2d_backward_f32($0, $1, images, dy, mask, dx) }
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
