import NINKernels
import NINTensors

/// Products of square matrices, computed by the kernel of a 1x1 convolution of 1x1 images.
final class MatrixProduct {
  private let order: Int
  private let kernel: Conv2dKernel
  private let packed: FloatBuffer
  private let workspace: FloatBuffer

  /// - Throws: `KernelError` when there is no memory.
  init(order: Int, context: ExecutionContext) throws(KernelError) {
    self.order = order
    kernel = try Conv2dKernel(product: order, rows: 256, context: context)
    packed = try FloatBuffer(count: kernel.packedForwardCount)
    workspace = try FloatBuffer(count: kernel.workspaceCount)
  }

  /// `a · b`; `a`, `b` and the result are `[order][order]`.
  func callAsFunction(_ a: [Float], _ b: [Float]) throws(KernelError) -> [Float] {
    try kernel.packForward(weights: b, into: packed.pointer)
    let product = try FloatBuffer(count: a.count)
    for first in stride(from: 0, to: order, by: kernel.maximumImages) {
      let rows = min(kernel.maximumImages, order - first)
      let x = Array(a[(first * order)..<((first + rows) * order)])
      try kernel.forward(
        imageCount: rows, x: x, packed: packed.pointer, bias: nil, relu: false,
        y: product.pointer + first * order, workspace: workspace.pointer)
    }
    return Array(product.elements)
  }
}

extension Conv2dKernel {
  /// The kernel that multiplies at most `rows` rows of `order` numbers with a square matrix.
  /// - Throws: `KernelError` when the matrix is too large.
  convenience init(product order: Int, rows: Int, context: ExecutionContext) throws(KernelError) {
    let geometry: Conv2dGeometry
    do {
      geometry = try Conv2dGeometry(
        height: 1, width: 1, inputChannels: order, outputChannels: order, kernelHeight: 1,
        kernelWidth: 1)
    } catch {
      throw .invalidShape
    }
    try self.init(geometry, maximumImages: rows, math: .direct, context: context)
  }
}
