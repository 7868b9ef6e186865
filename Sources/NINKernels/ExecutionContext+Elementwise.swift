import CKernels

extension ExecutionContext {
  /// `y[n][c]` = the mean of `x[n][…][c]` over `positions`.
  public func globalAveragePool(
    images: Int, positions: Int, channels: Int, x: UnsafePointer<Float>,
    y: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_global_average_pool_forward_f32($0, images, positions, channels, x, y) }
  }

  /// `dx[n][…][c] = dy[n][c] / positions`, zeroed where `mask ≤ 0`.
  public func globalAveragePoolBackward(
    images: Int, positions: Int, channels: Int, dy: UnsafePointer<Float>,
    mask: UnsafePointer<Float>?, dx: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_global_average_pool_backward_f32($0, images, positions, channels, dy, mask, dx) }
  }

  /// `y = max(x, 0)`; `y` may be `x`.
  public func relu(
    count: Int, x: UnsafePointer<Float>, y: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_relu_forward_f32($0, count, x, y) }
  }

  /// `dx = dy` where `y > 0`, else 0; `dx` may be `dy`.
  public func reluBackward(
    count: Int, dy: UnsafePointer<Float>, y: UnsafePointer<Float>,
    dx: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_relu_backward_f32($0, count, dy, y, dx) }
  }

  /// Drops each element with `probability` and scales the others by `1 / (1 - probability)`;
  /// which ones, is a hash of `key` and `first + i`. Its own gradient; `y` may be `x`.
  public func dropout(
    count: Int, key: UInt64, first: UInt32, probability: Float, x: UnsafePointer<Float>,
    y: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_dropout_f32($0, count, key, first, probability, x, y) }
  }
}
