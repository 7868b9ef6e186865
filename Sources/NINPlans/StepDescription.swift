import NINKernels

/// What one step of a plan is, for people: `nin summary --detail` and `nin bench` print it.
public struct StepDescription: Hashable, Sendable {
  /// The layers it stands for, by path.
  public let paths: [String]
  /// What it computes: "conv2d 5x5 + relu", "max pool 3/2".
  public let operation: String
  /// How, for a convolution.
  public let algorithm: Conv2dAlgorithm?
  /// Multiply-adds of a direct forward pass, an image.
  public let multiplyAdds: Int
  /// Floats that a forward pass reads and writes, an image.
  public let inputCount: Int
  public let outputCount: Int
}

extension StepDescription {
  init(_ operation: PlanOperation, algorithm: Conv2dAlgorithm?) {
    paths = operation.paths
    inputCount = operation.input.shape.imageCount
    outputCount = operation.output.shape.imageCount
    self.algorithm = algorithm
    switch operation.kind {
    case .convolution(let convolution):
      let geometry = convolution.geometry
      let kernel = "\(geometry.kernelHeight)x\(geometry.kernelWidth)"
      self.operation = "conv2d \(kernel)" + (convolution.relu ? " + relu" : "")
      multiplyAdds = geometry.multiplyAdds
    case .maxPool(let geometry):
      self.operation = "max pool \(geometry.kernelSize)/\(geometry.stride)"
      multiplyAdds = 0
    case .averagePool(let geometry):
      self.operation = "average pool \(geometry.kernelSize)/\(geometry.stride)"
      multiplyAdds = 0
    case .globalAverage: (self.operation, multiplyAdds) = ("global average", 0)
    case .relu: (self.operation, multiplyAdds) = ("relu", 0)
    case .dropout: (self.operation, multiplyAdds) = ("dropout", 0)
    case .rectifiedLogits: (self.operation, multiplyAdds) = ("relu backward", 0)
    }
  }
}
