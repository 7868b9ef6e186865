import NINKernels
import NINReference
import NINTensors

extension Conv2dCase {
  /// The forward pass with a bias, with or without a ReLU.
  public func forward(relu: Bool) throws -> Check {
    let t = draw()
    let o = try operands(t)
    let sum = ReferenceConv2d(geometry, imageCount: imageCount).forward(
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
        imageCount: imageCount, x: t.x, packed: packed.pointer, bias: t.bias, relu: relu,
        y: outputs[0].start, workspace: workspace.pointer)
    }
  }

  /// The gradient of the data, with or without the mask of a ReLU before the convolution.
  public func backwardData(masked: Bool) throws -> Check {
    let t = draw()
    let o = try operands(t)
    let sum = ReferenceConv2d(geometry, imageCount: imageCount).backwardData(
      dy: o.dy, weights: o.weights)
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
          imageCount: imageCount, dy: t.dy, packed: packed.pointer,
          mask: masked ? mask.baseAddress : nil,
          dx: outputs[0].start, workspace: workspace.pointer)
      }
    }
  }

  /// The gradients of weights and bias, accumulated over two calls: the first half of the images,
  /// then the rest.
  public func backwardWeights() throws -> Check {
    let t = draw()
    let reference = ReferenceConv2d(geometry, imageCount: imageCount)
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
      geometry.inputShape(imageCount: 1).count, geometry.outputShape(imageCount: 1).count
    )
    return Check(.conv2dBackwardWeights, label, seed: seed, expectations) { context, outputs in
      let kernel = try self.kernel(context)
      let accumulator = try FloatBuffer(count: kernel.weightAccumulatorCount)
      let workspace = try FloatBuffer(count: kernel.workspaceCount)
      let half = imageCount / 2
      for (first, count) in [(0, half), (half, imageCount - half)] where count > 0 {
        try t.x.withUnsafeBufferPointer { x in
          try t.dy.withUnsafeBufferPointer { dy in
            try kernel.backwardWeights(
              imageCount: count, x: x.start + first * input, dy: dy.start + first * output,
              accumulator: accumulator.pointer, dbias: outputs[1].start,
              workspace: workspace.pointer)
          }
        }
      }
      try kernel.finishWeights(accumulator: accumulator.pointer, into: outputs[0].start)
    }
  }
}
