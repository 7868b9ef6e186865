import NINKernels

/// One kernel on one shape: the expected results, and how to run the kernel.
public struct Check {
  /// The kernel that is checked.
  public let kernel: KernelName
  /// The shape and the options, for people.
  public let label: String
  /// The seed of the inputs.
  public let seed: UInt64
  /// The expected outputs. They are computed once and used for every instruction set.
  public let expectations: [Expectation]
  /// Runs the kernel into outputs of the sizes of `expectations`.
  public let execute: (ExecutionContext, [UnsafeMutableBufferPointer<Float>]) throws -> Void

  /// - Parameters:
  ///   - kernel: the kernel that is checked.
  ///   - label: the shape and the options, for people.
  ///   - seed: the seed of the inputs.
  ///   - expectations: one for each output.
  ///   - execute: runs the kernel into outputs of the sizes of `expectations`.
  public init(
    _ kernel: KernelName, _ label: String, seed: UInt64, _ expectations: [Expectation],
    execute: @escaping (ExecutionContext, [UnsafeMutableBufferPointer<Float>]) throws -> Void
  ) {
    self.kernel = kernel
    self.label = label
    self.seed = seed
    self.expectations = expectations
    self.execute = execute
  }

  /// Runs the kernel on each number of `threads`. Compares its outputs with the expectations, and
  /// their bits with those of the first run.
  /// - Returns: the largest error as a share of its tolerance, and the first failure in words.
  public func run(_ isa: ISA, threads: [Int]) -> (worstShare: Double, failure: String?) {
    var worst = 0.0
    var first: [[UInt32]]?
    for count in threads {
      do {
        let outputs = expectations.map(GuardedOutput.init)
        try execute(try ExecutionContext(isa: isa, threads: count), outputs.map(\.elements))
        for (output, expectation) in zip(outputs, expectations) {
          let comparison = Comparison(UnsafeBufferPointer(output.elements), expectation)
          worst = max(worst, comparison.worstShare)
          if let failure = output.firstStray() ?? comparison.failure {
            return (max(worst, comparison.worstShare), describe(failure, isa, count))
          }
        }
        let bits = outputs.map { $0.elements.map(\.bitPattern) }
        if let first, first != bits {
          return (.infinity, describe("differs from one thread's bits", isa, count))
        }
        first = bits
      } catch {
        return (.infinity, describe("\(error)", isa, count))
      }
    }
    return (worst, nil)
  }

  private func describe(_ failure: String, _ isa: ISA, _ threads: Int) -> String {
    "\(label), seed \(seed), \(isa), threads \(threads): \(failure)"
  }
}
