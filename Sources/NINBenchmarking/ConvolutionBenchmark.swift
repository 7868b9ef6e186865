import NINKernels
import NINModules
import NINTensors
import NINVerification

/// Times the three passes of one convolution on random numbers. Each pass is first compared with
/// the reference.
public struct ConvolutionBenchmark {
  private let name: String
  private let geometry: Conv2dGeometry
  private let imageCount: Int
  private let math: MathMode
  private let context: ExecutionContext
  private let kernel: Conv2dKernel
  private let x, dx, y, dy, weights, bias: FloatBuffer
  private let forwardWeights, backwardWeights, gradient, accumulator, workspace: FloatBuffer

  /// - Parameters:
  ///   - name: the beginning of the name of each row.
  ///   - geometry: the shape of one image, of the filters and of the output.
  ///   - imageCount: images in each call.
  ///   - math: the accuracy that may be given up for speed.
  ///   - context: the instruction set and the threads.
  /// - Throws: `KernelError` when the shape is too large or there is no memory.
  public init(
    _ name: String, _ geometry: Conv2dGeometry, imageCount: Int, math: MathMode,
    context: ExecutionContext
  ) throws(KernelError) {
    self.name = name
    self.geometry = geometry
    self.imageCount = imageCount
    self.math = math
    self.context = context
    kernel = try Conv2dKernel(geometry, maximumImages: imageCount, math: math, context: context)
    let (input, output) = (
      geometry.inputShape(imageCount: imageCount).count,
      geometry.outputShape(imageCount: imageCount).count
    )
    x = try .random(input, in: 0..<1)
    dx = try FloatBuffer(count: input)
    y = try FloatBuffer(count: output)
    dy = try .random(output, in: -1..<1)
    weights = try .random(geometry.weightCount, in: -1..<1)
    bias = try .random(geometry.outputChannels, in: -1..<1)
    gradient = try FloatBuffer(count: geometry.outputChannels)
    forwardWeights = try FloatBuffer(count: kernel.packedForwardCount)
    backwardWeights = try FloatBuffer(count: kernel.packedBackwardCount)
    accumulator = try FloatBuffer(count: kernel.weightAccumulatorCount)
    workspace = try FloatBuffer(count: kernel.workspaceCount)
    try kernel.packForward(weights: weights.pointer, into: forwardWeights.pointer)
    try kernel.packBackward(weights: weights.pointer, into: backwardWeights.pointer)
  }

  /// The convolutions of a network, named by their paths. Each is a function, because only one of
  /// them should be in memory at a time.
  /// - Throws: `ShapeError`, `KernelError`.
  public static func all(
    of network: Network, imageCount: Int, math: MathMode, context: ExecutionContext
  ) throws -> [() throws -> ConvolutionBenchmark] {
    try network.layers.compactMap { place in
      guard case .conv2d(let conv) = place.layer else { return nil }
      let geometry = try conv.geometry(for: place.input)
      return {
        try ConvolutionBenchmark(
          place.path, geometry, imageCount: imageCount, math: math, context: context)
      }
    }
  }

  /// Times each pass `samples` times.
  /// - Throws: `BenchmarkError` when a pass is wrong.
  public func measure(samples: Int, roof: Roof, onRow: (TimedOperation) -> Void) throws {
    let item = Conv2dCase(geometry: geometry, imageCount: 1, math: math, seed: 1)
    onRow(
      try row("forward", try item.forward(relu: true), samples, roof) {
        try kernel.forward(
          imageCount: imageCount, x: x.pointer, packed: forwardWeights.pointer, bias: bias.pointer,
          relu: true, y: y.pointer, workspace: workspace.pointer)
      })
    // The first layer does not need the gradient of its input.
    if geometry.inputChannels > 4 {
      onRow(
        try row("backward data", try item.backwardData(masked: true), samples, roof) {
          try kernel.backwardData(
            imageCount: imageCount, dy: dy.pointer, packed: backwardWeights.pointer,
            mask: x.pointer,
            dx: dx.pointer, workspace: workspace.pointer)
        })
    }
    onRow(
      try row("backward weights", try item.backwardWeights(), samples, roof) {
        try kernel.backwardWeights(
          imageCount: imageCount, x: x.pointer, dy: dy.pointer, accumulator: accumulator.pointer,
          dbias: gradient.pointer, workspace: workspace.pointer)
      })
  }

  private func row(
    _ pass: String, _ check: Check, _ samples: Int, _ roof: Roof, _ body: () throws -> Void
  ) throws -> TimedOperation {
    let (share, failure) = check.run(context.isa, threads: [context.threads])
    if let failure { throw BenchmarkError("\(name) \(pass): \(failure)") }
    var row = TimedOperation(
      "\(name) \(pass)", try Timing(samples: samples, body), imageCount: imageCount)
    row.setWork(multiplyAdds: geometry.multiplyAdds, imageCount: imageCount, roof: roof)
    row.algorithm = "\(kernel.algorithm)"
    row.worstError = share
    return row
  }
}

/// Why something could not be measured.
public struct BenchmarkError: Error, CustomStringConvertible {
  /// One line, for people.
  public let description: String

  /// - Parameter description: one line, for people.
  public init(_ description: String) {
    self.description = description
  }
}
