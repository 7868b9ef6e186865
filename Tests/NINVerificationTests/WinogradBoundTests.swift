import NINKernels
import NINReference
import NINTensors
import Testing

@testable import NINVerification

/// The bound for Winograd's algorithm must use the right matrices and must reject wrong kernels.
@Suite struct WinogradBoundTests {
  /// `(outputs, taps)` of each tile.
  @Test(arguments: [(4, 3), (2, 5), (4, 5), (6, 3)])
  func matricesComputeTheConvolution(_ outputs: Int, _ taps: Int) {
    let matrices = WinogradMatrices(
      outputs: outputs, taps: taps,
      points: WinogradMatrices.kernelPoints(outputs: outputs, taps: taps))
    var inputs = Inputs(seed: 3, isExact: true)
    let d = inputs.values(matrices.n).map(Double.init)
    let w = inputs.values(taps).map(Double.init)
    func times(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
      matrix.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let products = zip(times(matrices.weights, w), times(matrices.inputs, d)).map { $0 * $1 }
    for (output, value) in times(matrices.outputs, products).enumerated() {
      let expected = (0..<taps).reduce(0) { $0 + w[$1] * d[output + $1] }
      #expect(abs(value - expected) < 1e-12)
    }
  }

  /// The sum of magnitudes is never smaller than that of the definition's products.
  @Test(arguments: [3, 5]) func magnitudesExceedTheDefinitions(_ kernel: Int) throws {
    let item = try Self.item(kernel)
    let imageCount = 2
    var inputs = Inputs(seed: 1, isExact: false)
    let x = inputs.values(item.inputShape(imageCount: imageCount).count)
    let dy = inputs.values(item.outputShape(imageCount: imageCount).count)
    let w = inputs.values(item.weightCount)
    let matrices = WinogradMatrices(
      outputs: 4, taps: kernel, points: WinogradMatrices.kernelPoints(outputs: 4, taps: kernel))
    let magnitude = WinogradMagnitude(item, imageCount: imageCount, matrices: matrices)
    let reference = ReferenceConv2d(item, imageCount: imageCount)
    let bias = [Float](repeating: 0, count: item.outputChannels)
    func exceeds(_ larger: WinogradMagnitude.Sum, _ sum: ReferenceSum) -> Bool {
      larger.magnitudes.count == sum.magnitudes.count
        && zip(larger.magnitudes, sum.magnitudes).allSatisfy { $0 >= $1 * (1 - 1e-12) }
    }
    #expect(
      exceeds(
        magnitude.forward(x: x, weights: w), reference.forward(x: x, weights: w, bias: bias)))
    #expect(
      exceeds(
        try magnitude.backwardData(dy: dy, weights: w),
        reference.backwardData(dy: dy, weights: w)))
    #expect(
      exceeds(magnitude.backwardWeights(x: x, dy: dy), reference.backwardWeights(x: x, dy: dy)))
  }

  /// Each pass by Winograd's algorithm is accepted, but rejected with one result wrong by a
  /// quarter, which is the mean size of one product for inputs between -1 and 1.
  @Test(arguments: [3, 5]) func aSmallFaultInAnyPassIsSeen(_ kernel: Int) throws {
    let item = Conv2dCase(geometry: try Self.item(kernel), imageCount: 2, math: .fast, seed: 1)
    for right in [
      try item.forward(relu: false), try item.backwardData(masked: false),
      try item.backwardWeights(),
    ] {
      let wrong = Check(right.kernel, right.label, seed: right.seed, right.expectations) {
        try right.execute($0, $1)
        $1[0][$1[0].count / 2] += 0.25
      }
      #expect(right.run(.scalar, threads: [1]).failure == nil)
      #expect(wrong.run(.scalar, threads: [1]).failure != nil, "\(right.kernel)")
    }
  }

  private static func item(_ kernel: Int) throws -> Conv2dGeometry {
    try Conv2dGeometry(
      height: 12, width: 13, inputChannels: 16, outputChannels: 16, kernelHeight: kernel,
      kernelWidth: kernel, padding: kernel / 2)
  }
}
