import CKernels

extension ExecutionContext {
  /// Runs independent fused multiply-adds on every thread; returns the operations done.
  public func probeFMA(iterations: Int) throws(KernelError) -> Double {
    var flops = 0.0
    try run { nin_probe_fma($0, iterations, &flops) }
    return flops
  }

  /// `a[i] = b[i] + s·c[i]`: the triad of STREAM.
  public func probeTriad(
    count: Int, s: Float, b: UnsafePointer<Float>, c: UnsafePointer<Float>,
    a: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_probe_triad($0, count, s, b, c, a) }
  }
}
