/// What one training step or one evaluated batch says.
public struct StepResult: Hashable, Sendable {
  /// The mean loss of the batch's images.
  public var loss: Double
  /// Class outputs that are not zero for at least one image of the batch. One that is zero for all
  /// of them gets no gradient through a final ReLU: it is dead.
  public var livingOutputs: Int
  /// The Euclidean norm of the gradient, where it was computed.
  public var gradientNorm: Double?
}
