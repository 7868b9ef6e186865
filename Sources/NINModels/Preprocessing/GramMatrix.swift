import NINKernels
import NINTensors

/// The matrix XᵀX of a tall matrix X that is added a few rows at a time:
/// `sums[i][j] = Σ over rows of x[row][i] · x[row][j]`. The gradient kernel of a 1x1 convolution
/// computes it. Rows of one call are summed in float, calls in double.
final class GramMatrix {
  /// The columns of X.
  let order: Int
  /// The maximum number of rows of one call.
  let rows: Int
  /// `[order][order]`.
  private(set) var sums: [Double]

  private let kernel: Conv2dKernel
  private let accumulator: FloatBuffer
  private let product: FloatBuffer
  private let bias: FloatBuffer
  private let workspace: FloatBuffer

  /// - Throws: `KernelError` when there is no memory.
  init(order: Int, rows: Int, context: ExecutionContext) throws(KernelError) {
    self.order = order
    self.rows = rows
    kernel = try Conv2dKernel(product: order, rows: rows, context: context)
    accumulator = try FloatBuffer(count: kernel.weightAccumulatorCount)
    product = try FloatBuffer(count: order * order)
    bias = try FloatBuffer(count: order)
    workspace = try FloatBuffer(count: kernel.workspaceCount)
    sums = Array(repeating: 0, count: order * order)
  }

  /// Adds rows, `[at most rows][order]`.
  func add(_ x: [Float]) throws(KernelError) {
    product.clear()
    accumulator.clear()
    let target = kernel.accumulatesInPlace ? product : accumulator
    try kernel.backwardWeights(
      imageCount: x.count / order, x: x, dy: x, accumulator: target.pointer, dbias: bias.pointer,
      workspace: workspace.pointer)
    if !kernel.accumulatesInPlace {
      try kernel.finishWeights(accumulator: accumulator.pointer, into: product.pointer)
    }
    for index in sums.indices { sums[index] += Double(product.pointer[index]) }
  }
}
