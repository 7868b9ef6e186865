import NINTensors

/// A bound for the rounding errors of Winograd's algorithm: the magnitude of what it adds up for
/// each result. It is computed by the algorithm itself, in double, on the absolute values of its
/// inputs and of its matrices.
///
/// The error of a result is at most the unit roundoff times `Sum.roundings` times `Sum.magnitudes`
/// (Barabasz et al., arXiv:1803.10986, section 4). In two dimensions a transform is the Kronecker
/// product of its matrix with itself, so each step of the algorithm is a product of matrices. A
/// stride greater than 1 is a stride of 1 on blocks of pixels.
public struct WinogradMagnitude {
  /// The bound of one pass.
  public struct Sum {
    /// The magnitude of what is added up for each result.
    public let magnitudes: [Double]
    /// The most roundings between an input and a result.
    public let roundings: Int
  }

  private let geometry: Conv2dGeometry
  private let imageCount: Int
  private let matrices: WinogradMatrices
  /// `|Aᵀ|` `[m²][n²]`, `|G|` `[n²][r²]` and `|Bᵀ|` `[n²][n²]`.
  private let outputs, weights, inputs: MatrixStack

  /// - Parameters:
  ///   - geometry: the shape of one image, of the filters and of the output.
  ///   - imageCount: how many there are.
  ///   - matrices: those of the kernel's algorithm, for `ceil(kernel / stride)` taps.
  public init(_ geometry: Conv2dGeometry, imageCount: Int, matrices: WinogradMatrices) {
    self.geometry = geometry
    self.imageCount = imageCount
    self.matrices = matrices
    outputs = Self.absoluteSquare(matrices.outputs)
    weights = Self.absoluteSquare(matrices.weights)
    inputs = Self.absoluteSquare(matrices.inputs)
  }

  /// The bound for `y` in NHWC, from `x` in NHWC and weights in HWIO.
  public func forward(x: [Float], weights w: [Float]) -> Sum {
    let data = inputs.times(inputTiles.packed(x)).split(inputTiles.count)
    let frequencies = weights.times(kernelTile.packed(w)).split(inputTiles.depth)
    let products = data.times(frequencies).stacked(points)
    return Sum(
      magnitudes: outputTiles.joined(outputs.times(products)),
      roundings: inputTiles.depth + transformRoundings)
  }

  /// The bound for `dx`, from `dy` and the weights: `dx` is `dy` convolved with the rotated kernel.
  /// - Throws: `ShapeError` unless the stride is 1 and the padding smaller than the kernel.
  public func backwardData(dy: [Float], weights w: [Float]) throws(ShapeError) -> Sum {
    let g = geometry
    let back = try Conv2dGeometry(
      height: g.outputHeight, width: g.outputWidth, inputChannels: g.outputChannels,
      outputChannels: g.inputChannels, kernelHeight: g.kernelHeight, kernelWidth: g.kernelWidth,
      stride: g.stride, padding: g.kernelHeight - 1 - g.padding)
    let size = g.inputChannels * g.outputChannels
    let turned = w.indices.map { index in
      let (o, c) = (index % size).quotientAndRemainder(dividingBy: g.inputChannels)
      return w[(w.count / size - 1 - index / size) * size + c * g.outputChannels + o]
    }
    return WinogradMagnitude(back, imageCount: imageCount, matrices: matrices)
      .forward(x: dy, weights: turned)
  }

  /// The bound for `dw` in HWIO, from `x` and `dy`.
  public func backwardWeights(x: [Float], dy: [Float]) -> Sum {
    let data = inputs.times(inputTiles.packed(x)).split(inputTiles.count)
    let gradients = outputs.transposed.times(outputTiles.packed(dy)).split(inputTiles.count)
    let products = data.transposed.times(gradients).stacked(points)
    return Sum(
      magnitudes: kernelTile.joined(weights.transposed.times(products)),
      roundings: inputTiles.count + transformRoundings)
  }

  /// Roundings in the transforms of both axes. On each axis `Bᵀ` adds up at most `n` products, `Aᵀ`
  /// and `G` or their adjoints at most `n` each. Coefficients are rounded too: powers of a point,
  /// up to `m` and `r` factors, and the norms of `G` and sums of points in `Bᵀ`, each of a few
  /// operations (8 in all). `m + r = n + 1`.
  private var transformRoundings: Int { 2 * (4 * matrices.n + 1 + 8) }

  private var points: Int { matrices.n * matrices.n }

  private var inputTiles: Windows {
    Windows(
      imageCount: imageCount, height: geometry.height, width: geometry.width,
      channels: geometry.inputChannels, padding: geometry.padding, block: geometry.stride,
      extent: matrices.n, step: matrices.m, down: outputTiles.down, across: outputTiles.across)
  }

  private var outputTiles: Windows {
    let (height, width, m) = (geometry.outputHeight, geometry.outputWidth, matrices.m)
    return Windows(
      imageCount: imageCount, height: height, width: width, channels: geometry.outputChannels,
      extent: m,
      step: m, down: (height + m - 1) / m, across: (width + m - 1) / m)
  }

  /// The kernel as an image of one tile.
  private var kernelTile: Windows {
    Windows(
      imageCount: 1, height: geometry.kernelHeight, width: geometry.kernelWidth,
      channels: geometry.inputChannels * geometry.outputChannels, block: geometry.stride,
      extent: matrices.r, step: matrices.r, down: 1, across: 1)
  }

  /// The Kronecker product of a matrix's absolute values with themselves.
  private static func absoluteSquare(_ matrix: [[Double]]) -> MatrixStack {
    let values = matrix.flatMap { upper in
      matrix.flatMap { lower in upper.flatMap { a in lower.map { abs(a * $0) } } }
    }
    let rows = matrix.count * matrix.count
    return MatrixStack(rows: rows, columns: values.count / rows, values: values)
  }
}

extension MatrixStack {
  /// One matrix of a row per point as a stack of one matrix per point, with `rows` rows each.
  fileprivate func split(_ rows: Int) -> MatrixStack {
    MatrixStack(rows: rows, columns: columns / rows, values: values)
  }

  /// A stack of one matrix per point as one matrix of a row per point.
  fileprivate func stacked(_ points: Int) -> MatrixStack {
    MatrixStack(rows: points, columns: values.count / points, values: values)
  }
}
