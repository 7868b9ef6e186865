/// The result of one training step or one evaluated batch.
public struct StepResult: Hashable, Sendable {
  /// The mean loss of the batch's images.
  public var loss: Double
  /// The number of class outputs that are not zero for at least one image of the batch. An output
  /// that is zero for all images gets no gradient through a final ReLU; it is called dead.
  public var livingOutputs: Int
  /// The Euclidean norm of the gradient; nil when gradients are not clipped.
  public var gradientNorm: Double?
}
