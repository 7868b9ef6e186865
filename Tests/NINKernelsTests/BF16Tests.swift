import NINKernels
import NINTensors
import Testing

/// 1x1 convolutions in bf16: the same bits on every instruction set, with AVX512_BF16 and without.
@Suite struct BF16Tests {
  /// Magnitudes whose products stay in range, fall below the normal numbers, or exceed all numbers.
  private static let exponents: [ClosedRange<Int>] = [-1...1, -85 ... -40, -126 ... -100, 50...70]
  /// Height, width, inputs, outputs: odd and even counts, parts of a tile, more than a panel.
  private static let shapes = [
    (1, 1, 1, 1), (3, 5, 7, 33), (9, 8, 32, 17), (4, 4, 65, 96), (40, 53, 6, 5),
  ]

  private struct Results: Equatable {
    var y, dx, dw, db: [UInt32]
  }

  @Test(arguments: ISA.available, exponents)
  func everyInstructionSetGivesTheSameBits(_ isa: ISA, exponents: ClosedRange<Int>) throws {
    for (height, width, inputs, outputs) in Self.shapes {
      let geometry = try Conv2dGeometry(
        height: height, width: width, inputChannels: inputs, outputChannels: outputs,
        kernelHeight: 1, kernelWidth: 1)
      let expected = try Self.results(geometry, exponents, ExecutionContext(isa: .scalar))
      for threads in [1, 3] {
        let context = try ExecutionContext(isa: isa, threads: threads)
        #expect(try Self.results(geometry, exponents, context) == expected, "\(geometry)")
      }
    }
  }

  /// Two images through the three passes.
  private static func results(
    _ geometry: Conv2dGeometry, _ exponents: ClosedRange<Int>, _ context: ExecutionContext
  ) throws -> Results {
    var stream = RandomStream(seed: 9, purpose: .testing)
    func values(_ count: Int) -> [Float] {
      (0..<count).map { _ in
        let exponent = exponents.lowerBound + stream.integer(below: exponents.count)
        return Float(sign: .plus, exponent: exponent, significand: stream.uniform(in: -1..<1))
      }
    }
    let (input, output) = (geometry.inputShape(imageCount: 2), geometry.outputShape(imageCount: 2))
    let (x, dy) = (values(input.count), values(output.count))
    let (weights, bias) = (values(geometry.weightCount), values(geometry.outputChannels))
    let kernel = try Conv2dKernel(geometry, maximumImages: 2, math: .bf16, context: context)
    try #require(kernel.algorithm == .bf16(sparse: false) && kernel.accumulatesInPlace)
    let forward = try FloatBuffer(count: kernel.packedForwardCount)
    let backward = try FloatBuffer(count: kernel.packedBackwardCount)
    let workspace = try FloatBuffer(count: kernel.workspaceCount)
    var y = [Float](repeating: 7, count: output.count)
    var dx = [Float](repeating: 7, count: input.count)
    var dw = [Float](repeating: 0, count: geometry.weightCount)
    var db = [Float](repeating: 0, count: geometry.outputChannels)
    try kernel.packForward(weights: weights, into: forward.pointer)
    try kernel.packBackward(weights: weights, into: backward.pointer)
    try kernel.forward(
      imageCount: 2, x: x, packed: forward.pointer, bias: bias, relu: false, y: &y,
      workspace: workspace.pointer)
    try kernel.backwardData(
      imageCount: 2, dy: dy, packed: backward.pointer, mask: nil, dx: &dx,
      workspace: workspace.pointer)
    try kernel.backwardWeights(
      imageCount: 2, x: x, dy: dy, accumulator: &dw, dbias: &db, workspace: workspace.pointer)
    return Results(y: bits(y), dx: bits(dx), dw: bits(dw), db: bits(db))
  }

  /// All NaN count as equal: which of two is kept depends on the compiler.
  private static func bits(_ values: [Float]) -> [UInt32] {
    values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
  }

  /// The product of a number and 1 is the rounded number. 1 + 2⁻⁸ is halfway between two bf16
  /// numbers.
  @Test(arguments: ISA.available) func operandsAreRoundedToNearestEven(_ isa: ISA) throws {
    let unit: Float = 0x1p-8
    let pairs: [(Float, Float)] = [
      (1, 1), (1 + unit, 1), ((1 + unit).nextUp, 1 + 2 * unit), (1 + 3 * unit, 1 + 4 * unit),
      (-1 - unit, -1), (0x1.ffp127, .infinity), (.infinity, .infinity), (-0.0, 0),
      (Float.leastNonzeroMagnitude, 0), (Float.leastNormalMagnitude.nextDown, 0),
      (Float.leastNormalMagnitude, Float.leastNormalMagnitude), (.nan, .nan),
    ]
    let geometry = try Conv2dGeometry(
      height: 1, width: pairs.count, inputChannels: 1, outputChannels: 1, kernelHeight: 1,
      kernelWidth: 1)
    let kernel = try Conv2dKernel(
      geometry, maximumImages: 1, math: .bf16, context: ExecutionContext(isa: isa))
    let packed = try FloatBuffer(count: kernel.packedForwardCount)
    let workspace = try FloatBuffer(count: kernel.workspaceCount)
    var y = [Float](repeating: 7, count: pairs.count)
    try kernel.packForward(weights: [1], into: packed.pointer)
    try kernel.forward(
      imageCount: 1, x: pairs.map(\.0), packed: packed.pointer, bias: nil, relu: false, y: &y,
      workspace: workspace.pointer)
    for (found, (x, expected)) in zip(y, pairs) {
      #expect(found == expected || found.isNaN && expected.isNaN, "\(x)")
    }
  }
}
