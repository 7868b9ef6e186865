import CKernels

extension ExecutionContext {
  /// Runs `iterations` rounds of independent fused multiply-adds on every thread.
  /// - Returns: the number of floating-point operations; a multiply-add counts as two.
  public func probeFMA(iterations: Int) throws(KernelError) -> Double {
    var flops = 0.0
    try run { nin_probe_fma($0, iterations, &flops) }
    return flops
  }

  /// `a[i] = b[i] + s·c[i]` for `count` floats: the triad of the STREAM benchmark.
  public func probeTriad(
    count: Int, s: Float, b: UnsafePointer<Float>, c: UnsafePointer<Float>,
    a: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_probe_triad($0, count, s, b, c, a) }
  }
}
