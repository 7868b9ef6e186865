/// A part of the flat array of parameters whose rate and decay differ from the optimizer's by a
/// factor (PyTorch's parameter groups).
public struct ParameterGroup: Hashable, Sendable {
  public var range: Range<Int>
  public var rateFactor: Float
  public var decayFactor: Float

  public init(_ range: Range<Int>, rateFactor: Float = 1, decayFactor: Float = 1) {
    self.range = range
    self.rateFactor = rateFactor
    self.decayFactor = decayFactor
  }
}

/// What makes groups of a network's parameters, as a recipe stores it. The paper's own training has
/// biases learn at twice the rate and the last layer at a tenth (cuda-convnet,
/// `NIN/cifar-10_params`).
public struct ParameterFactors: Hashable, Codable, Sendable {
  /// Of the rate of biases; not of the last layer's.
  public var biasRate: Float
  /// Of the weight decay of biases.
  public var biasDecay: Float
  /// Of the rate of the last layer, its biases included.
  public var lastLayerRate: Float

  public init(biasRate: Float = 1, biasDecay: Float = 1, lastLayerRate: Float = 1) {
    self.biasRate = biasRate
    self.biasDecay = biasDecay
    self.lastLayerRate = lastLayerRate
  }
}
