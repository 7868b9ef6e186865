import NINKernels

/// Keeps the Euclidean norm of all gradients together below a limit
/// (PyTorch `clip_grad_norm_`).
public struct GradientClipping: Hashable, Codable, Sendable {
  public var maximumNorm: Float

  public init(maximumNorm: Float) {
    self.maximumNorm = maximumNorm
  }

  /// What to multiply gradients of `norm` by: `min(1, maximumNorm / (norm + 1e-6))`.
  public func scale(norm: Double) -> Float {
    Float(min(1, Double(maximumNorm) / (norm + 1e-6)))
  }
}

extension ExecutionContext {
  /// The Euclidean norm of `gradients`.
  public func norm(_ gradients: FloatBuffer) throws(KernelError) -> Double {
    try sumOfSquares(count: gradients.count, gradient: gradients.pointer).squareRoot()
  }
}
