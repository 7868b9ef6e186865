import NINKernels

/// Limits the Euclidean norm of all gradients together (PyTorch `clip_grad_norm_`).
public struct GradientClipping: Hashable, Codable, Sendable {
  /// The largest norm, above 0.
  public var maximumNorm: Float

  /// - Parameter maximumNorm: the largest norm, above 0.
  public init(maximumNorm: Float) {
    self.maximumNorm = maximumNorm
  }

  /// The factor for gradients of this norm: `min(1, maximumNorm / (norm + 1e-6))`.
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
