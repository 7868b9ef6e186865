/// The kernels that are verified, by the name the command line takes.
public enum KernelName: String, CaseIterable, Codable, Sendable {
  case conv2dForward = "conv2d-forward"
  case conv2dBackwardData = "conv2d-backward-data"
  case conv2dBackwardWeights = "conv2d-backward-weights"
  case maxPool = "max-pool"
  case averagePool = "average-pool"
  case globalAveragePool = "global-average-pool"
  case relu
  case dropout
  case loss = "softmax-cross-entropy"
  case sgd
  case adam
  case sumOfSquares = "sum-of-squares"
  case images
}
