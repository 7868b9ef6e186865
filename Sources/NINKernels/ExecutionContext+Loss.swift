import CKernels

extension ExecutionContext {
  /// Softmax cross-entropy of `logits[images][classes]`: `loss[n]`, and in `gradient` (when given)
  /// `scale · ∂loss[n]/∂logits[n][c]`.
  public func softmaxCrossEntropy(
    images: Int, classes: Int, logits: UnsafePointer<Float>, labels: UnsafePointer<Int32>,
    smoothing: Float, scale: Float, loss: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>?
  ) throws(KernelError) {
    try run {
      nin_softmax_cross_entropy_f32(
        $0, images, classes, logits, labels, smoothing, scale, loss, gradient)
    }
  }
}
