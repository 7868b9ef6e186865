/// The kernels that are verified, with their names on the command line.
public enum KernelName: String, CaseIterable, Codable, Sendable {
  /// The forward pass of a convolution.
  case conv2dForward = "conv2d-forward"
  /// The gradient of the input of a convolution.
  case conv2dBackwardData = "conv2d-backward-data"
  /// The gradients of the weights and the bias of a convolution.
  case conv2dBackwardWeights = "conv2d-backward-weights"
  /// Max pooling, forward and backward.
  case maxPool = "max-pool"
  /// Average pooling, forward and backward.
  case averagePool = "average-pool"
  /// Global average pooling, forward and backward.
  case globalAveragePool = "global-average-pool"
  /// ReLU, forward and backward.
  case relu
  /// Dropout.
  case dropout
  /// The loss and its gradient.
  case loss = "softmax-cross-entropy"
  /// One step of SGD.
  case sgd
  /// One step of Adam or AdamW.
  case adam
  /// The sum of squares of the gradients.
  case sumOfSquares = "sum-of-squares"
  /// The resize of images, and their conversion to floats.
  case images
}
