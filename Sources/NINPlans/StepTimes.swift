/// Seconds that a plan has spent in each of its steps, summed over chunks and batches.
public struct StepTimes: Hashable, Sendable {
  public enum Pass: Int, CaseIterable, Sendable {
    /// Weights into the kernels' order, and gradients back out of it.
    case packing
    case forward
    case weightGradient
    case inputGradient
  }

  private var seconds: [Double]

  /// None yet, for a plan of `steps` steps.
  public init(steps: Int) {
    seconds = Array(repeating: 0, count: steps * Pass.allCases.count)
  }

  /// Steps are numbered as in `Plan.descriptions`.
  public subscript(step: Int, pass: Pass) -> Double {
    seconds[step * Pass.allCases.count + pass.rawValue]
  }

  public var total: Double { seconds.reduce(0, +) }

  mutating func add(_ duration: Duration, to step: Int, _ pass: Pass) {
    seconds[step * Pass.allCases.count + pass.rawValue] += duration / .seconds(1)
  }
}
