/// The results of one step: a line of `metrics.jsonl`.
public struct StepMetrics: Hashable, Codable, Sendable {
  /// The number of the epoch, from 1.
  public var epoch: Int
  /// The number of the step in the whole run, from 1.
  public var step: Int
  /// The mean loss of the batch.
  public var loss: Double
  /// The learning rate of the step.
  public var learningRate: Float
  /// The speed of the step, including the wait for its batch.
  public var imagesPerSecond: Double
  /// The number of class outputs that are not zero for at least one image of the batch.
  public var livingOutputs: Int
  /// The Euclidean norm of the gradient; nil when gradients are not clipped.
  public var gradientNorm: Double?

  private enum CodingKeys: String, CodingKey {
    case epoch, step, loss
    case learningRate = "lr"
    case imagesPerSecond = "images_per_second"
    case livingOutputs = "living_outputs"
    case gradientNorm = "gradient_norm"
  }
}
