import Foundation

/// How the learning rate changes from step to step.
public struct LearningRateSchedule: Hashable, Codable, Sendable {
  /// The shape of the schedule, after the warm-up.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// The rate stays as it is.
    case constant
    /// The rate is multiplied by `factor` after every `stepEpochs` epochs (PyTorch `StepLR`).
    case step
    /// The rate is multiplied by `factor` at each of `milestones` (PyTorch `MultiStepLR`).
    case milestones
    /// The rate falls along half a cosine to 0 at the last step (Loshchilov & Hutter 2016,
    /// arXiv:1608.03983; PyTorch `CosineAnnealingLR`).
    case cosine
  }

  /// The shape of the schedule.
  public var kind: Kind = .constant
  /// The number of epochs in which the rate first rises linearly from 0, step by step.
  public var warmUpEpochs: Double = 0
  /// For `Kind.step`: epochs from one drop to the next.
  public var stepEpochs: Double = 30
  /// What the rate is multiplied by at each drop.
  public var factor: Double = 0.1
  /// For `Kind.milestones`: the epochs after which the rate drops.
  public var milestones: [Double]?

  /// A schedule with the usual numbers of its kind.
  public init(kind: Kind = .constant, warmUpEpochs: Double = 0) {
    self.kind = kind
    self.warmUpEpochs = warmUpEpochs
  }

  /// The learning rate of one step.
  /// - Parameters:
  ///   - base: the rate without a schedule.
  ///   - step: the number of steps before this one.
  ///   - stepsPerEpoch: steps in each epoch.
  ///   - totalSteps: steps of the whole run.
  public func rate(
    base: Float, step: Int, stepsPerEpoch: Int, totalSteps: Int
  ) -> Float {
    let warmUp = (warmUpEpochs * Double(stepsPerEpoch)).rounded()
    if Double(step) < warmUp { return base * Float(Double(step + 1) / warmUp) }
    let epochs = Double(step) / Double(stepsPerEpoch)
    switch kind {
    case .constant: return base
    case .step: return base * Float(pow(factor, (epochs / stepEpochs).rounded(.down)))
    case .milestones:
      let passed = (milestones ?? []).count { epochs >= $0 }
      return base * Float(pow(factor, Double(passed)))
    case .cosine:
      let rest = max(Double(totalSteps) - warmUp, 1)
      let progress = min((Double(step) - warmUp) / rest, 1)
      return base * Float((1 + cos(.pi * progress)) / 2)
    }
  }
}
