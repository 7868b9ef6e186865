import NINKernels
import NINModules
import NINPlans
import NINTensors

extension FloatBuffer {
  /// Uniform random numbers, the same ones for each call with the same count.
  static func random(_ count: Int, in range: Range<Float>) throws(KernelError) -> FloatBuffer {
    let buffer = try FloatBuffer(count: count)
    var stream = RandomStream(seed: 1, purpose: .testing, count)
    for index in 0..<count { buffer.pointer[index] = stream.uniform(in: range) }
    return buffer
  }
}

extension Parameters {
  /// Kaiming's initialization, the same for each call with the same network.
  static func random(_ network: Network) throws(KernelError) -> Parameters {
    try Parameters(network, initialization: .kaiming, seed: 1)
  }
}
