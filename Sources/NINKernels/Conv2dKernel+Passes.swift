import CKernels

extension Conv2dKernel {
  /// Brings weights into the order that `forward` reads. Repeat it whenever they change.
  /// - Parameters:
  ///   - weights: `[kernelHeight][kernelWidth][inputChannels][outputChannels]`.
  ///   - packed: `packedForwardCount` floats.
  public func packForward(
    weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_pack_forward($0, weights, packed) }
  }

  /// Brings weights into the order that `backwardData` reads. Repeat it whenever they change.
  /// - Parameters:
  ///   - weights: `[kernelHeight][kernelWidth][inputChannels][outputChannels]`.
  ///   - packed: `packedBackwardCount` floats.
  public func packBackward(
    weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_pack_backward($0, weights, packed) }
  }

  /// `y = conv2d(x) + bias`, followed by a ReLU if `relu` is true.
  /// - Parameters:
  ///   - imageCount: how many there are, at most `maximumImages`.
  ///   - x: `[images][height][width][inputChannels]`.
  ///   - packed: the result of `packForward`.
  ///   - bias: `[outputChannels]`; nil for none.
  ///   - relu: whether a ReLU follows.
  ///   - y: `[images][outputHeight][outputWidth][outputChannels]`.
  ///   - workspace: `workspaceCount` floats.
  public func forward(
    imageCount: Int, x: UnsafePointer<Float>, packed: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, relu: Bool, y: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_forward_f32($0, imageCount, x, packed, bias, relu, y, workspace) }
  }

  /// `dx = ∂loss/∂x`, set to zero where `mask ≤ 0`.
  /// - Parameters:
  ///   - imageCount: how many there are, at most `maximumImages`.
  ///   - dy: `∂loss/∂y`, `[images][outputHeight][outputWidth][outputChannels]`.
  ///   - packed: the result of `packBackward`.
  ///   - mask: `x` itself if it is the output of a ReLU, whose backward pass this includes; else
  ///     nil.
  ///   - dx: `[images][height][width][inputChannels]`.
  ///   - workspace: `workspaceCount` floats.
  public func backwardData(
    imageCount: Int, dy: UnsafePointer<Float>, packed: UnsafePointer<Float>,
    mask: UnsafePointer<Float>?, dx: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_backward_data_f32($0, imageCount, dy, packed, mask, dx, workspace) }
  }

  /// `accumulator += ∂loss/∂weights`, `dbias += ∂loss/∂bias`.
  /// - Parameters:
  ///   - imageCount: how many there are, at most `maximumImages`.
  ///   - x: `[images][height][width][inputChannels]`.
  ///   - dy: `∂loss/∂y`, `[images][outputHeight][outputWidth][outputChannels]`.
  ///   - accumulator: `weightAccumulatorCount` floats, zeros before the first call.
  ///   - dbias: `[outputChannels]`; nil when it is not needed.
  ///   - workspace: `workspaceCount` floats.
  public func backwardWeights(
    imageCount: Int, x: UnsafePointer<Float>, dy: UnsafePointer<Float>,
    accumulator: UnsafeMutablePointer<Float>, dbias: UnsafeMutablePointer<Float>?,
    workspace: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run {
      nin_conv2d_backward_weights_f32($0, imageCount, x, dy, accumulator, dbias, workspace)
    }
  }

  /// Writes the accumulated gradient in the order of the weights (HWIO). With `accumulatesInPlace`
  /// both pointers may be the same.
  public func finishWeights(
    accumulator: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_finish_weights_f32($0, accumulator, gradient) }
  }
}
