import Foundation

/// The learning rate as a function of the step: a share of the base rate.
public struct LearningRateSchedule: Hashable, Codable, Sendable {
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Always the base rate.
    case constant
    /// Times `factor` after every `stepEpochs` epochs (PyTorch `StepLR`).
    case step
    /// Times `factor` at each of `milestones` (PyTorch `MultiStepLR`).
    case milestones
    /// Half a cosine from the base rate to 0 at the last step (Loshchilov & Hutter 2016,
    /// arXiv:1608.03983; PyTorch `CosineAnnealingLR`).
    case cosine
  }

  public var kind: Kind = .constant
  /// Epochs over which the rate first climbs from 0, linearly, a little every step.
  public var warmUpEpochs: Double = 0
  public var stepEpochs: Double = 30
  public var factor: Double = 0.1
  /// Epochs after which the rate falls, for the kind of that name.
  public var milestones: [Double]?

  public init(kind: Kind = .constant, warmUpEpochs: Double = 0) {
    self.kind = kind
    self.warmUpEpochs = warmUpEpochs
  }

  /// The rate of the step after `step` others.
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
