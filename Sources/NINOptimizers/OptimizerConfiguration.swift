/// An optimizer and its numbers, as a recipe stores them.
public struct OptimizerConfiguration: Hashable, Codable, Sendable {
  /// The method.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Stochastic gradient descent, with or without momentum (PyTorch `SGD`).
    case sgd
    /// Kingma & Ba 2014, arXiv:1412.6980 (PyTorch `Adam`).
    case adam
    /// Adam with decoupled weight decay: Loshchilov & Hutter 2017, arXiv:1711.05101 (PyTorch
    /// `AdamW`).
    case adamw
  }

  /// The method.
  public var kind: Kind
  /// The learning rate before any schedule.
  public var learningRate: Float
  /// The momentum of SGD; 0 for none.
  public var momentum: Float
  /// The factor of the L2 penalty; with AdamW, of the decoupled decay.
  public var weightDecay: Float
  /// Whether SGD uses Nesterov's momentum.
  public var nesterov: Bool
  /// Adam and AdamW: the share of the first moment that a step keeps.
  public var beta1: Float = 0.9
  /// Adam and AdamW: the share of the second moment that a step keeps.
  public var beta2: Float = 0.999
  /// Adam and AdamW: added to the divisor.
  public var epsilon: Float = 1e-8
  /// Factors for some of the parameters; nil for none.
  public var factors: ParameterFactors?

  /// An optimizer with PyTorch's defaults for what is not given.
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
