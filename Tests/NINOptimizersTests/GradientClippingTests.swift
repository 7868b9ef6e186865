import NINKernels
import NINOptimizers
import Testing

@Suite struct GradientClippingTests {
  /// PyTorch's in double; here scale and product are each rounded to float.
  @Test(arguments: clippingTrace.indices)
  func scalesAsPyTorchDoes(_ index: Int) throws {
    let (limit, clipped) = clippingTrace[index]
    let gradient: [Float] = [3, 4, 12]
    let buffer = try FloatBuffer(count: 3)
    _ = buffer.elements.update(fromContentsOf: gradient)
    let norm = try ExecutionContext(threads: 1).norm(buffer)
    #expect(norm == 13)
    let scale = GradientClipping(maximumNorm: limit).scale(norm: norm)
    for (value, expected) in zip(gradient, clipped) {
      #expect(abs(Double(value * scale) - expected) <= Double(Float.ulpOfOne) * expected)
    }
  }

  @Test func noGradientIsLeftAlone() throws {
    #expect(GradientClipping(maximumNorm: 1).scale(norm: 0) == 1)
    #expect(try ExecutionContext(threads: 1).norm(FloatBuffer(count: 0)) == 0)
  }

  /// Squares of 1e30 are beyond float, not beyond the double they are summed in.
  @Test(arguments: ISA.available)
  func normHasTheRangeOfDoubleAndNoThreads(_ isa: ISA) throws {
    let buffer = try FloatBuffer(count: 100_003)
    for index in 0..<buffer.count { buffer.pointer[index] = index % 2 == 0 ? 1e30 : -3e-3 }
    let norms = try [1, 2, 3].map { try ExecutionContext(isa: isa, threads: $0).norm(buffer) }
    #expect(Set(norms).count == 1)
    let expected = Double(Float(1e30)) * Double(50_002).squareRoot()
    // 100,003 additions, each within half an ulp, and a square root that halves the relative error.
    #expect(abs(norms[0] - expected) <= 100_003 / 4 * Double.ulpOfOne * expected)
  }
}
