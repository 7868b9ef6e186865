/// A part of the flat array of parameters with factors of its own for the learning rate and the
/// weight decay (PyTorch's parameter groups).
public struct ParameterGroup: Hashable, Sendable {
  /// Its place in the array.
  public var range: Range<Int>
  /// What the learning rate is multiplied by.
  public var rateFactor: Float
  /// What the weight decay is multiplied by.
  public var decayFactor: Float

  /// A group; without factors it is updated as the optimizer's configuration says.
  public init(_ range: Range<Int>, rateFactor: Float = 1, decayFactor: Float = 1) {
    self.range = range
    self.rateFactor = rateFactor
    self.decayFactor = decayFactor
  }
}

/// Factors for groups of a network's parameters, as a recipe stores them. In the paper's own
/// training biases learn at twice the rate, and the last layer at a tenth (cuda-convnet,
/// `NIN/cifar-10_params`).
public struct ParameterFactors: Hashable, Codable, Sendable {
  /// For the learning rate of biases, except those of the last layer.
  public var biasRate: Float
  /// For the weight decay of biases.
  public var biasDecay: Float
  /// For the learning rate of the last layer, including its biases.
  public var lastLayerRate: Float

  /// Factors; 1 changes nothing.
  public init(biasRate: Float = 1, biasDecay: Float = 1, lastLayerRate: Float = 1) {
    self.biasRate = biasRate
    self.biasDecay = biasDecay
    self.lastLayerRate = lastLayerRate
  }
}
