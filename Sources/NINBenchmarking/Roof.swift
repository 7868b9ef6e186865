import NINKernels

/// The measured limits of the machine: the two lines of a roofline (Williams, Waterman, Patterson
/// 2009, doi:10.1145/1498765.1498785).
public struct Roof: Hashable, Codable, Sendable {
  /// Billions of fp32 operations per second; a fused multiply-add is two.
  public let gflops: Double
  /// Billions of bytes per second to and from memory.
  public let gigabytes: Double

  /// Measures for about a second.
  /// - Throws: `KernelError.outOfMemory`.
  public init(_ context: ExecutionContext) throws(KernelError) {
    var operations = 0.0
    let compute = try Timing(samples: 15) { () throws(KernelError) in
      operations = try context.probeFMA(iterations: 2_000_000)
    }
    gflops = operations / compute.median * 1e-9
    let count = 1 << 24
    let a = try FloatBuffer(count: count)
    let (b, c) = (try FloatBuffer(count: count), try FloatBuffer(count: count))
    let triad = try Timing(samples: 9) { () throws(KernelError) in
      try context.probeTriad(count: count, s: 2, b: b.pointer, c: c.pointer, a: a.pointer)
    }
    gigabytes = Double(3 * 4 * count) / triad.median * 1e-9
  }

  /// The shortest time in seconds for so many operations and bytes.
  public func seconds(operations: Double, bytes: Double) -> Double {
    max(operations / gflops, bytes / gigabytes) * 1e-9
  }
}
