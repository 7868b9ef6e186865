import Foundation
import NINKernels
import NINTensors
import NINVerification

/// The convolutions of a text file: name, side, channels in and out, kernel, stride, padding.
struct Layers {
  let entries: [(name: String, geometry: Conv2dGeometry)]

  init(_ path: String) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw BenchmarkError("\(path): cannot be read; name a file of shapes with --shapes")
    }
    entries = try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Int($0) }
      guard words.count == 7, numbers.count == 6 else {
        throw BenchmarkError("\(path): '\(line)' is not a name and six numbers")
      }
      let geometry = try Conv2dGeometry(
        height: numbers[0], width: numbers[0], inputChannels: numbers[1],
        outputChannels: numbers[2], kernelHeight: numbers[3], kernelWidth: numbers[3],
        stride: numbers[4], padding: numbers[5])
      return (String(words[0]), geometry)
    }
  }
}

/// The three passes of one convolution on random numbers.
struct LayerBenchmark {
  private let name: String
  private let geometry: Conv2dGeometry
  private let options: Options
  private let kernel: Conv2dKernel
  private let images: Int
  private let x, dx, y, dy, weights, bias: FloatBuffer
  private let forwardWeights, backwardWeights, gradient, accumulator, workspace: FloatBuffer

  init(
    _ name: String, _ geometry: Conv2dGeometry, _ options: Options, context: ExecutionContext
  ) throws {
    self.name = name
    self.geometry = geometry
    self.options = options
    images = min(options.chunk, options.batch)
    kernel = try Conv2dKernel(
      geometry, maximumImages: images, math: options.math, context: context)
    let (input, output) = (
      geometry.inputShape(images: images).count, geometry.outputShape(images: images).count
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

  /// Compares each pass with the reference, then times it.
  func run(_ roof: Roof, onRow: (Report.Row) -> Void) throws {
    let item = Conv2dCase(geometry: geometry, images: 1, math: options.math, seed: 1)
    onRow(
      try row("forward", try item.forward(relu: true), roof) {
        try kernel.forward(
          images: images, x: x.pointer, packed: forwardWeights.pointer, bias: bias.pointer,
          relu: true, y: y.pointer, workspace: workspace.pointer)
      })
    // The first layer has no use for the gradient of its input.
    if geometry.inputChannels > 4 {
      onRow(
        try row("backward data", try item.backwardData(masked: true), roof) {
          try kernel.backwardData(
            images: images, dy: dy.pointer, packed: backwardWeights.pointer, mask: x.pointer,
            dx: dx.pointer, workspace: workspace.pointer)
        })
    }
    onRow(
      try row("backward weights", try item.backwardWeights(), roof) {
        try kernel.backwardWeights(
          images: images, x: x.pointer, dy: dy.pointer, accumulator: accumulator.pointer,
          dbias: gradient.pointer, workspace: workspace.pointer)
      })
  }

  private func row(
    _ pass: String, _ check: Check, _ roof: Roof, _ body: () throws -> Void
  ) throws -> Report.Row {
    let (share, failure) = check.run(options.isa, threads: [options.threads])
    if let failure { throw BenchmarkError("\(name) \(pass): \(failure)") }
    var row = Report.Row(
      "\(name) \(pass)", try Timing(samples: options.samples, body), images: images)
    row.setWork(multiplyAdds: geometry.multiplyAdds, images: images, roof: roof)
    row.algorithm = "\(kernel.algorithm)"
    row.worst_error = share
    return row
  }
}

extension FloatBuffer {
  /// Uniform numbers, always the same.
  static func random(_ count: Int, in range: Range<Float>) throws -> FloatBuffer {
    let buffer = try FloatBuffer(count: count)
    var stream = RandomStream(seed: 1, purpose: .testing, count)
    for index in 0..<count { buffer.pointer[index] = stream.uniform(in: range) }
    return buffer
  }
}
