/// An optimizer and its numbers, as a recipe stores them.
public struct OptimizerConfiguration: Hashable, Codable, Sendable {
  public enum Kind: String, CaseIterable, Codable, Sendable {
    case sgd, adam, adamw
  }

  public var kind: Kind
  public var learningRate: Float
  /// SGD only.
  public var momentum: Float
  public var weightDecay: Float
  /// SGD only.
  public var nesterov: Bool
  /// Adam and AdamW: PyTorch's defaults.
  public var beta1: Float = 0.9
  public var beta2: Float = 0.999
  public var epsilon: Float = 1e-8
  /// What some parameters learn differently by; nil where all are alike.
  public var factors: ParameterFactors?

  public init(
    kind: Kind, learningRate: Float, momentum: Float = 0, weightDecay: Float = 0,
    nesterov: Bool = false
  ) {
    self.kind = kind
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.nesterov = nesterov
  }
}
