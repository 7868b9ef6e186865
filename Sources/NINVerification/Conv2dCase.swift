import NINKernels
import NINReference
import NINTensors

/// A convolution to verify: the three passes for one shape, one math mode and one set of inputs.
public struct Conv2dCase {
  let geometry: Conv2dGeometry
  let imageCount: Int
  let math: MathMode
  let seed: UInt64
  /// Whether inputs are small integers and results are compared bit for bit; direct algorithms
  /// only.
  let isExact: Bool
  /// Whether most output gradients are zero and the kernel knows it.
  let isSparse: Bool

  /// - Parameters:
  ///   - geometry: the shape of one image, of the filters and of the output.
  ///   - imageCount: how many there are.
  ///   - math: which algorithms are allowed.
  ///   - seed: the seed of the inputs.
  ///   - isExact: whether inputs are small integers and results are compared bit for bit; only for
  ///     direct algorithms.
  ///   - isSparse: whether most output gradients are zero and the kernel knows it.
  public init(
    geometry: Conv2dGeometry, imageCount: Int, math: MathMode, seed: UInt64, isExact: Bool = false,
    isSparse: Bool = false
  ) {
    self.geometry = geometry
    self.imageCount = imageCount
    self.math = math
    self.seed = seed
    self.isExact = isExact
    self.isSparse = isSparse
  }

  var label: String {
    let g = geometry
    return "\(imageCount)x\(g.height)x\(g.width)x\(g.inputChannels) -> \(g.outputChannels), "
      + "\(g.kernelHeight)x\(g.kernelWidth)/\(g.stride) padding \(g.padding), \(math)"
      + (isExact ? ", integers" : "") + (isSparse ? ", sparse" : "")
  }

  struct Tensors {
    var x, dy, weights, bias: [Float]
  }

  /// What the reference multiplies: in bf16 the rounded operands.
  func operands(_ t: Tensors) throws -> Tensors {
    guard case .bf16 = try kernel(ExecutionContext()).algorithm else { return t }
    var rounded = t
    rounded.x = ReferenceBF16.rounded(t.x)
    rounded.dy = ReferenceBF16.rounded(t.dy)
    rounded.weights = ReferenceBF16.rounded(t.weights)
    return rounded
  }

  func draw() -> Tensors {
    var inputs = Inputs(seed: seed, isExact: isExact)
    let outputs = geometry.outputShape(imageCount: imageCount).count
    let dy = inputs.values(outputs).map { isSparse && inputs.integer(below: 7) > 0 ? 0 : $0 }
    return Tensors(
      x: inputs.rectified(geometry.inputShape(imageCount: imageCount).count),
      dy: dy,
      weights: inputs.values(geometry.weightCount),
      bias: inputs.values(geometry.outputChannels))
  }

  func kernel(_ context: ExecutionContext) throws(KernelError) -> Conv2dKernel {
    try Conv2dKernel(
      geometry, maximumImages: imageCount, math: math, sparseGradient: isSparse, context: context)
  }

  /// The tolerances of a pass: zero, or the bound of a direct sum, or that of Winograd's algorithm.
  /// - Parameters:
  ///   - sum: the expected results of a direct sum.
  ///   - bias: added to each result.
  ///   - pass: the magnitudes of the pass by Winograd's algorithm.
  func tolerances(
    _ sum: ReferenceSum, bias: [Float] = [0],
    winograd pass: (WinogradMagnitude) throws -> WinogradMagnitude.Sum
  ) throws -> [Double] {
    if isExact { return Tolerance.exact(sum.values.count) }
    guard case .winograd(let tile) = try kernel(ExecutionContext()).algorithm
    else { return Tolerance.sum(sum) }
    let taps = (geometry.kernelHeight + geometry.stride - 1) / geometry.stride
    let matrices = WinogradMatrices(
      outputs: tile, taps: taps,
      points: WinogradMatrices.kernelPoints(outputs: tile, taps: taps))
    let winograd = try pass(WinogradMagnitude(geometry, imageCount: imageCount, matrices: matrices))
    return Tolerance.winograd(winograd, values: sum.values, bias: bias)
  }
}
