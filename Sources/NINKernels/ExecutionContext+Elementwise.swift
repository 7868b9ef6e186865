import CKernels

extension ExecutionContext {
  /// `y[n][c]` is the mean of `x[n][position][c]` over all positions.
  public func globalAveragePool(
    imageCount: Int, positions: Int, channels: Int, x: UnsafePointer<Float>,
    y: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_global_average_pool_forward_f32($0, imageCount, positions, channels, x, y) }
  }

  /// `dx[n][position][c] = dy[n][c] / positions`, set to zero where `mask ≤ 0`; nil masks nothing.
  public func globalAveragePoolBackward(
    imageCount: Int, positions: Int, channels: Int, dy: UnsafePointer<Float>,
    mask: UnsafePointer<Float>?, dx: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run {
      nin_global_average_pool_backward_f32($0, imageCount, positions, channels, dy, mask, dx)
    }
  }

  /// `y[i] = max(x[i], 0)`; `y` may be `x`.
  public func relu(
    count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_relu_forward_f32($0, count, x, y) }
  }

  /// `dx[i] = dy[i]` where `y[i] > 0`, else 0; `dx` may be `dy`.
  public func reluBackward(
    count: Int, dy: UnsafePointer<Float>, y: UnsafePointer<Float>,
    dx: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_relu_backward_f32($0, count, dy, y, dx) }
  }

  /// Sets each element to zero with `probability`, and divides the others by `1 - probability`. A
  /// hash of `key` and `first + i` decides about element `i`. The gradient is computed by the same
  /// call on `dy`. `y` may be `x`.
  public func dropout(
    count: Int, key: UInt64, first: UInt32, probability: Float, x: UnsafePointer<Float>,
    y: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_dropout_f32($0, count, key, first, probability, x, y) }
  }
}
