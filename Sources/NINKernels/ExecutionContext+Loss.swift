import CKernels

extension ExecutionContext {
  /// Softmax cross-entropy with label smoothing (PyTorch `nn.CrossEntropyLoss`).
  /// - Parameters:
  ///   - imageCount: how many there are.
  ///   - classes: how many there are.
  ///   - logits: `[images][classes]`.
  ///   - labels: `[images]`, each in `0..<classes`.
  ///   - smoothing: the share of the target that is spread over all classes, 0 to 1.
  ///   - scale: what the gradient is multiplied by.
  ///   - loss: `[images]`.
  ///   - gradient: receives `scale · ∂loss[n]/∂logits[n][c]`; nil when it is not needed.
  public func softmaxCrossEntropy(
    imageCount: Int, classes: Int, logits: UnsafePointer<Float>, labels: UnsafePointer<Int32>,
    smoothing: Float, scale: Float, loss: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>?
  ) throws(KernelError) {
    try run {
      nin_softmax_cross_entropy_f32(
        $0, imageCount, classes, logits, labels, smoothing, scale, loss, gradient)
    }
  }
}
