import NINKernels
import NINReference
import NINTensors

/// A convolution to verify: one shape, one math mode, one set of inputs, three passes.
public struct Conv2dCase {
  let geometry: Conv2dGeometry
  let images: Int
  let math: MathMode
  let seed: UInt64
  /// Small integers, compared bit for bit; direct algorithms only.
  let isExact: Bool
  /// Most output gradients are zero, and the kernel is told so.
  let isSparse: Bool

  /// - Parameters:
  ///   - geometry: of one image.
  ///   - images: how many there are.
  ///   - math: which algorithms are allowed.
  ///   - seed: what the inputs are drawn from.
  ///   - isExact: small integers, compared bit for bit; only for direct algorithms.
  ///   - isSparse: most output gradients are zero, and the kernel is told so.
  public init(
    geometry: Conv2dGeometry, images: Int, math: MathMode, seed: UInt64, isExact: Bool = false,
    isSparse: Bool = false
  ) {
    self.geometry = geometry
    self.images = images
    self.math = math
    self.seed = seed
    self.isExact = isExact
    self.isSparse = isSparse
  }

  private var label: String {
    let g = geometry
    return "\(images)x\(g.height)x\(g.width)x\(g.inputChannels) -> \(g.outputChannels), "
      + "\(g.kernelHeight)x\(g.kernelWidth)/\(g.stride) padding \(g.padding), \(math)"
      + (isExact ? ", integers" : "") + (isSparse ? ", sparse" : "")
  }

  private struct Tensors {
    var x, dy, weights, bias: [Float]
  }

  /// What the reference multiplies: in bf16 the rounded operands.
  private func operands(_ t: Tensors) throws -> Tensors {
    guard case .bf16 = try kernel(ExecutionContext()).algorithm else { return t }
    var rounded = t
    rounded.x = ReferenceBF16.rounded(t.x)
    rounded.dy = ReferenceBF16.rounded(t.dy)
    rounded.weights = ReferenceBF16.rounded(t.weights)
    return rounded
  }

  private func draw() -> Tensors {
    var inputs = Inputs(seed: seed, isExact: isExact)
    let outputs = geometry.outputShape(images: images).count
    let dy = inputs.values(outputs).map { isSparse && inputs.integer(below: 7) > 0 ? 0 : $0 }
    return Tensors(
      x: inputs.rectified(geometry.inputShape(images: images).count),
      dy: dy,
      weights: inputs.values(geometry.weightCount),
      bias: inputs.values(geometry.outputChannels))
  }

  private func kernel(_ context: ExecutionContext) throws(KernelError) -> Conv2dKernel {
    try Conv2dKernel(
      geometry, maximumImages: images, math: math, sparseGradient: isSparse, context: context)
  }

  /// The tolerances of a pass: exact, by the direct sum, or by what Winograd's algorithm adds up.
  /// - Parameter bias: added to each result.
  private func tolerances(
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
    let winograd = try pass(WinogradMagnitude(geometry, images: images, matrices: matrices))
    return Tolerance.winograd(winograd, values: sum.values, bias: bias)
  }

  /// Bias always, ReLU or not.
  public func forward(relu: Bool) throws -> Check {
    let t = draw()
    let o = try operands(t)
    let sum = ReferenceConv2d(geometry, images: images).forward(
      x: o.x, weights: o.weights, bias: o.bias)
    let expectation = Expectation(
      "y", values: relu ? sum.values.map { max($0, 0) } : sum.values,
      tolerances: try tolerances(sum, bias: t.bias) {
        $0.forward(x: t.x, weights: t.weights)
      })
    return Check(
      .conv2dForward, label + (relu ? ", relu" : ""), seed: seed, [expectation]
    ) { context, outputs in
      let kernel = try self.kernel(context)
      let packed = try FloatBuffer(count: kernel.packedForwardCount)
      let workspace = try FloatBuffer(count: kernel.workspaceCount)
      try kernel.packForward(weights: t.weights, into: packed.pointer)
      try kernel.forward(
        images: images, x: t.x, packed: packed.pointer, bias: t.bias, relu: relu,
        y: outputs[0].start, workspace: workspace.pointer)
    }
  }

  /// With the mask of the ReLU before, or without.
  public func backwardData(masked: Bool) throws -> Check {
    let t = draw()
    let o = try operands(t)
    let sum = ReferenceConv2d(geometry, images: images).backwardData(dy: o.dy, weights: o.weights)
    let values = masked ? ReferenceElementwise.masked(sum.values, by: t.x) : sum.values
    let expectation = Expectation(
      "dx", values: values,
      tolerances: geometry.stride > 1 && !isExact
        ? Tolerance.sum(sum)
        : try tolerances(sum) { try $0.backwardData(dy: t.dy, weights: t.weights) })
    return Check(
      .conv2dBackwardData, label + (masked ? ", masked" : ""), seed: seed, [expectation]
    ) { context, outputs in
      let kernel = try self.kernel(context)
      let packed = try FloatBuffer(count: kernel.packedBackwardCount)
      let workspace = try FloatBuffer(count: kernel.workspaceCount)
      try kernel.packBackward(weights: t.weights, into: packed.pointer)
      try t.x.withUnsafeBufferPointer { mask in
        try kernel.backwardData(
          images: images, dy: t.dy, packed: packed.pointer, mask: masked ? mask.baseAddress : nil,
          dx: outputs[0].start, workspace: workspace.pointer)
      }
    }
  }

  /// Accumulates over two calls: the first half of the images, then the rest.
  public func backwardWeights() throws -> Check {
    let t = draw()
    let reference = ReferenceConv2d(geometry, images: images)
    let o = try operands(t)
    let (dw, db) = (reference.backwardWeights(x: o.x, dy: o.dy), reference.backwardBias(dy: t.dy))
    let biasTolerances = isExact ? Tolerance.exact(db.values.count) : Tolerance.sum(db)
    let expectations = [
      Expectation(
        "dw", values: dw.values,
        tolerances: try tolerances(dw) { $0.backwardWeights(x: t.x, dy: t.dy) }),
      Expectation(
        "db", values: db.values, tolerances: biasTolerances,
        initial: [Float](repeating: 0, count: db.values.count)),
    ]
    let (input, output) = (
      geometry.inputShape(images: 1).count, geometry.outputShape(images: 1).count
    )
    return Check(.conv2dBackwardWeights, label, seed: seed, expectations) { context, outputs in
      let kernel = try self.kernel(context)
      let accumulator = try FloatBuffer(count: kernel.weightAccumulatorCount)
      let workspace = try FloatBuffer(count: kernel.workspaceCount)
      let half = images / 2
      for (first, count) in [(0, half), (half, images - half)] where count > 0 {
        try t.x.withUnsafeBufferPointer { x in
          try t.dy.withUnsafeBufferPointer { dy in
            try kernel.backwardWeights(
              images: count, x: x.start + first * input, dy: dy.start + first * output,
              accumulator: accumulator.pointer, dbias: outputs[1].start,
              workspace: workspace.pointer)
          }
        }
      }
      try kernel.finishWeights(accumulator: accumulator.pointer, into: outputs[0].start)
    }
  }
}
