/// One step, as a line of `metrics.jsonl`.
public struct StepMetrics: Hashable, Codable, Sendable {
  /// From 1.
  public var epoch: Int
  /// From 1, over the whole run.
  public var step: Int
  public var loss: Double
  public var learningRate: Float
  public var imagesPerSecond: Double
  /// Class outputs that are not zero for some image of the batch.
  public var livingOutputs: Int
  /// The Euclidean norm of the gradient, where it was computed.
  public var gradientNorm: Double?

  private enum CodingKeys: String, CodingKey {
    case epoch, step, loss
    case learningRate = "lr"
    case imagesPerSecond = "images_per_second"
    case livingOutputs = "living_outputs"
    case gradientNorm = "gradient_norm"
  }
}
