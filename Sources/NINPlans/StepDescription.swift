import NINKernels

/// A description of one step of a plan, as in the output of `nin summary --detail` and `nin bench`.
public struct StepDescription: Hashable, Sendable {
  /// The paths of the layers that it executes.
  public let paths: [String]
  /// What it computes: "conv2d 5x5 + relu", "max pool 3/2".
  public let operation: String
  /// The algorithm of a convolution; nil for other operations.
  public let algorithm: Conv2dAlgorithm?
  /// The multiply-adds of a direct forward pass, per image.
  public let multiplyAdds: Int
  /// The floats that a forward pass reads, per image.
  public let inputCount: Int
  /// The floats that a forward pass writes, per image.
  public let outputCount: Int
}

extension StepDescription {
  init(_ operation: PlanOperation, algorithm: Conv2dAlgorithm?) {
    paths = operation.paths
    inputCount = operation.input.shape.countPerImage
    outputCount = operation.output.shape.countPerImage
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
