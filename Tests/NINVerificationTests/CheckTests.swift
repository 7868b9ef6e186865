import NINKernels
import Testing

@testable import NINVerification

/// A check must report every way in which a kernel can be wrong.
@Suite struct CheckTests {
  /// A check of a "kernel" that should write 0, 1, 2, …
  private func check(
    _ kernel: @escaping (ExecutionContext, UnsafeMutableBufferPointer<Float>) -> Void
  ) -> String? {
    let count = 37
    let expectation = Expectation(
      "y", values: (0..<count).map(Double.init), tolerances: Tolerance.exact(count))
    let check = Check(.relu, "37 elements", seed: 7, [expectation]) { kernel($0, $1[0]) }
    return check.run(.scalar, threads: [1, 2]).failure
  }

  private static func fill(_ y: UnsafeMutableBufferPointer<Float>, count: Int? = nil) {
    for index in 0..<(count ?? y.count) { y[index] = Float(index) }
  }

  @Test func acceptsARightKernel() {
    #expect(check { _, y in Self.fill(y) } == nil)
  }

  @Test func namesShapeSeedISAAndThreads() {
    let failure = check { _, _ in }
    for part in ["37 elements", "seed 7", "scalar", "threads 1"] {
      #expect(failure?.contains(part) == true)
    }
  }

  @Test func reportsOneWrongElement() {
    let failure = check { _, y in
      Self.fill(y)
      y[17] += 1
    }
    #expect(failure?.contains("y[17] is 18.0, expected 17.0") == true)
  }

  @Test func reportsANaN() {
    #expect(
      check { _, y in
        Self.fill(y)
        y[3] = .nan
      } != nil)
  }

  @Test func reportsAnUnwrittenTail() {
    #expect(check { _, y in Self.fill(y, count: y.count - 1) }?.contains("y[36] is nan") == true)
  }

  @Test(arguments: [-1, 37]) func reportsAWriteOutside(_ place: Int) {
    let failure = check { _, y in
      Self.fill(y)
      guard let base = y.baseAddress else { return }
      base[place] = 0
    }
    #expect(failure?.contains("wrote outside the output, at element \(place)") == true)
  }

  @Test func reportsBitsThatDependOnThreads() {
    let expectation = Expectation("y", values: [1], tolerances: [0.5])
    let check = Check(.relu, "one", seed: 1, [expectation]) { context, y in
      y[0][0] = context.threads == 1 ? 1 : 1.25
    }
    #expect(check.run(.scalar, threads: [1]).failure == nil)
    #expect(check.run(.scalar, threads: [1, 2]).failure?.contains("one thread's bits") == true)
  }

  @Test func reportsAKernelThatThrows() {
    let expectation = Expectation("y", values: [1], tolerances: [0])
    let check = Check(.relu, "one", seed: 1, [expectation]) { _, _ in
      throw KernelError.invalidShape
    }
    #expect(check.run(.scalar, threads: [1]).failure != nil)
  }

  /// A real convolution with a fault: its last output is wrong by one bit.
  @Test func reportsAConvolutionOffByOneBit() throws {
    let right = try #require(
      try CheckList(kernel: .conv2dForward, seed: 1, randomCases: 0).make(64))
    let wrong = Check(right.kernel, right.label, seed: right.seed, right.expectations) {
      try right.execute($0, $1)
      let last = $1[0].count - 1
      $1[0][last] = $1[0][last].nextUp
    }
    #expect(right.run(.scalar, threads: [1]).failure == nil)
    #expect(wrong.run(.scalar, threads: [1]).failure != nil)
  }
}
