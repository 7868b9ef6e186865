/// The numbers of a 2-d convolution for images of one size. It computes the cross-correlation
/// `y[n][p][q][o] = b[o] + Σ_{r,s,c} x[n][p·stride+r-padding][q·stride+s-padding][c] · w[r][s][c][o]`
/// with zeros outside the image (PyTorch `nn.Conv2d`, `dilation = 1`, `groups = 1`).
public struct Conv2dGeometry: Hashable, Sendable, Codable {
  /// Of the input, in pixels, without the padding.
  public var height: Int
  /// Of the input, in pixels, without the padding.
  public var width: Int
  /// Channels of the input.
  public var inputChannels: Int
  /// Channels of the output, one for each filter.
  public var outputChannels: Int
  /// Rows of each filter.
  public var kernelHeight: Int
  /// Columns of each filter.
  public var kernelWidth: Int
  /// Pixels from one position of the filter to the next, in both directions.
  public var stride: Int
  /// Rows or columns of zeros on each of the four sides.
  public var padding: Int

  /// - Throws: `ShapeError` when an extent is not positive, the padding is negative, the kernel is
  ///   larger than the padded image, or a tensor has 2³¹ elements or more.
  public init(
    height: Int, width: Int, inputChannels: Int, outputChannels: Int,
    kernelHeight: Int, kernelWidth: Int, stride: Int = 1, padding: Int = 0
  ) throws(ShapeError) {
    self.height = height
    self.width = width
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.padding = padding
    try validate()
  }

  /// `⌊(height + 2·padding - kernelHeight) / stride⌋ + 1`.
  public var outputHeight: Int { (height + 2 * padding - kernelHeight) / stride + 1 }

  /// `⌊(width + 2·padding - kernelWidth) / stride⌋ + 1`.
  public var outputWidth: Int { (width + 2 * padding - kernelWidth) / stride + 1 }

  /// The number of weights; they stand in the order height, width, input, output (HWIO).
  public var weightCount: Int { kernelHeight * kernelWidth * inputChannels * outputChannels }

  /// Products in the sum of one output.
  public var fanIn: Int { kernelHeight * kernelWidth * inputChannels }

  /// Multiply-adds of the forward pass for one image.
  public var multiplyAdds: Int { outputHeight * outputWidth * outputChannels * fanIn }

  /// The shape of the input for `images` images.
  public func inputShape(imageCount: Int) -> ActivationShape {
    ActivationShape(imageCount: imageCount, height: height, width: width, channels: inputChannels)
  }

  /// The shape of the output for `images` images.
  public func outputShape(imageCount: Int) -> ActivationShape {
    ActivationShape(
      imageCount: imageCount, height: outputHeight, width: outputWidth, channels: outputChannels)
  }

  private func validate() throws(ShapeError) {
    let extents = [
      ("height", height), ("width", width), ("input channels", inputChannels),
      ("output channels", outputChannels), ("kernel height", kernelHeight),
      ("kernel width", kernelWidth), ("stride", stride),
    ]
    for (name, value) in extents where value < 1 || value > 1 << 20 {
      throw ShapeError("convolution: \(name) must be between 1 and \(1 << 20), not \(value)")
    }
    guard (0...1 << 12).contains(padding) else {
      throw ShapeError("convolution: padding must be between 0 and \(1 << 12), not \(padding)")
    }
    guard kernelHeight <= height + 2 * padding, kernelWidth <= width + 2 * padding else {
      throw ShapeError(
        "convolution: a \(kernelHeight)x\(kernelWidth) kernel does not fit a \(height)x\(width) "
          + "image with padding \(padding)")
    }
    try requireCount(kernelHeight, kernelWidth, inputChannels, outputChannels)
    try requireCount(height + 2 * padding, width + 2 * padding, inputChannels)
    try requireCount(outputHeight, outputWidth, outputChannels)
  }
}

/// - Throws: `ShapeError` when the product is 2³¹ or more, which a kernel cannot index.
func requireCount(_ factors: Int...) throws(ShapeError) {
  var count = 1
  for factor in factors {
    let (product, overflow) = count.multipliedReportingOverflow(by: factor)
    guard !overflow, product < 1 << 31 else {
      throw ShapeError("a tensor of \(factors) elements a side is too large")
    }
    count = product
  }
}
