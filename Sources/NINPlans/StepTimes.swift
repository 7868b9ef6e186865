/// The seconds that a plan has spent in each of its steps, summed over chunks and batches.
public struct StepTimes: Hashable, Sendable {
  /// The parts of a training step.
  public enum Pass: Int, CaseIterable, Sendable {
    /// Converting weights into the kernels' order, and gradients back from it.
    case packing
    /// The forward pass.
    case forward
    /// The gradients of the weights.
    case weightGradient
    /// The gradients of the inputs.
    case inputGradient
  }

  private var seconds: [Double]

  /// Zero times for a plan of `steps` steps.
  public init(steps: Int) {
    seconds = Array(repeating: 0, count: steps * Pass.allCases.count)
  }

  /// The seconds of one step, numbered as in `Plan.descriptions`, in one pass.
  public subscript(step: Int, pass: Pass) -> Double {
    seconds[step * Pass.allCases.count + pass.rawValue]
  }

  /// The seconds of all steps and passes.
  public var total: Double { seconds.reduce(0, +) }

  mutating func add(_ duration: Duration, to step: Int, _ pass: Pass) {
    seconds[step * Pass.allCases.count + pass.rawValue] += duration / .seconds(1)
  }
}
