import Kernels

/// What the machine can do at most, measured.
struct Roof: Codable {
  /// Billions of fp32 operations a second, two a fused multiply-add.
  let gflops: Double
  /// Billions of bytes a second to and from memory.
  let gigabytes: Double

  init(_ context: ExecutionContext) throws {
    let iterations = 2_000_000
    var operations = 0.0
    let compute = try Timing(samples: 15) {
      operations = try context.probeFMA(iterations: iterations)
    }
    gflops = operations / compute.median * 1e-9
    let count = 1 << 24
    let (a, b, c) = (
      try FloatBuffer(count: count), try FloatBuffer(count: count), try FloatBuffer(count: count)
    )
    let triad = try Timing(samples: 9) {
      try context.probeTriad(count: count, s: 2, b: b.pointer, c: c.pointer, a: a.pointer)
    }
    gigabytes = Double(3 * 4 * count) / triad.median * 1e-9
  }
}
