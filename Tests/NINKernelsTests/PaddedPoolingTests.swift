import NINKernels
import NINTensors
import Testing

/// Pooling with padding against PyTorch 2.13, whose `nn.AvgPool2d` and `nn.MaxPool2d` gave these
/// numbers for an image of 4x5 whose pixel i is 7i mod 11. Gradients are those of the outputs times
/// 1, 2, 3 and so on.
@Suite struct PaddedPoolingTests {
  private static let image = (0..<20).map { Float(7 * $0 % 11) }

  struct Case: Sendable, CustomTestStringConvertible {
    var kernel = 3
    var stride = 2
    let ceil: Bool
    var counts = true
    let means: [Float]
    let gradient: [Float]

    var testDescription: String {
      "\(kernel)/\(stride)\(ceil ? " ceil" : "")\(counts ? "" : " inside")"
    }
  }

  static let cases = [
    Case(
      ceil: false, means: [2, 3.8888888, 2.7777777, 2.5555556, 4.5555553, 3.1111112],
      gradient: [
        0.1111111, 0.3333333, 0.2222222, 0.5555556, 0.3333333, 0.5555556, 1.3333334, 0.7777778,
        1.7777779, 1, 0.4444444, 1, 0.5555556, 1.2222223, 0.6666667, 0.4444444, 1, 0.5555556,
        1.2222223, 0.6666667,
      ]),
    Case(
      ceil: true,
      means: [
        2, 3.8888888, 2.7777777, 2.5555556, 4.5555553, 3.1111112, 1.3333334, 2.6666667, 1,
      ],
      gradient: [
        0.1111111, 0.3333333, 0.2222222, 0.5555556, 0.3333333, 0.5555556, 1.3333334, 0.7777778,
        1.7777779, 1, 0.4444444, 1, 0.5555556, 1.2222223, 0.6666667, 1.611111, 3.5, 1.888889,
        4.0555558, 2.1666667,
      ]),
    Case(
      ceil: true, counts: false,
      means: [4.5, 5.8333335, 6.25, 3.8333333, 4.5555553, 4.6666665, 4, 5.3333335, 3],
      gradient: [
        0.25, 0.5833334, 0.3333333, 1.0833334, 0.75, 0.9166667, 1.8055556, 0.888889, 2.6388888,
        1.75, 0.6666667, 1.2222223, 0.5555556, 1.5555556, 1, 4.1666665, 7.3888893, 3.2222223,
        8.7222223, 5.5,
      ]),
    Case(
      kernel: 2, stride: 3, ceil: true, means: [0, 3.25, 2.5, 6],
      gradient: [
        0.25, 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0.75, 0, 1, 1, 0, 0.75, 0, 1, 1, 0,
      ]),
    Case(
      kernel: 2, stride: 3, ceil: true, counts: false, means: [0, 6.5, 5, 6],
      gradient: [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1.5, 0, 1, 1, 0, 1.5, 0, 1, 1, 0]),
  ]

  @Test(arguments: cases, ISA.available)
  func meansAreThoseOfPyTorch(_ pool: Case, _ isa: ISA) throws {
    let geometry = try Pool2dGeometry(
      height: 4, width: 5, channels: 1, kernelSize: pool.kernel, stride: pool.stride, padding: 1,
      ceilMode: pool.ceil, countsPadding: pool.counts)
    let kernel = Pool2dKernel(geometry, context: try ExecutionContext(isa: isa))
    #expect(geometry.outputShape(imageCount: 1).count == pool.means.count)
    var means = [Float](repeating: .nan, count: pool.means.count)
    try kernel.average(imageCount: 1, x: Self.image, y: &means)
    let dy = means.indices.map { Float($0 + 1) }
    var gradient = [Float](repeating: .nan, count: 20)
    try kernel.averageBackward(imageCount: 1, dy: dy, mask: nil, dx: &gradient)
    // Both round sums of at most nine numbers below 10.
    for (found, expected) in zip(means + gradient, pool.means + pool.gradient) {
      #expect(abs(found - expected) <= 1e-5)
    }
  }

  @Test(arguments: ISA.available) func maximaAreThoseOfPyTorch(_ isa: ISA) throws {
    let geometry = try Pool2dGeometry(
      height: 4, width: 5, channels: 1, kernelSize: 3, stride: 2, padding: 1, ceilMode: true)
    let kernel = Pool2dKernel(geometry, context: try ExecutionContext(isa: isa))
    var maxima = [Float](repeating: .nan, count: 9)
    var places = [UInt8](repeating: 99, count: 9)
    try kernel.maximum(imageCount: 1, x: Self.image, y: &maxima, index: &places)
    #expect(maxima == [9, 10, 10, 9, 9, 10, 6, 9, 5])
    var gradient = [Float](repeating: .nan, count: 20)
    try kernel.maximumBackward(
      imageCount: 1, dy: (1...9).map(Float.init), index: places, dx: &gradient)
    let pixels = [6, 3, 3, 6, 6, 14, 15, 17, 18]
    #expect(
      gradient
        == (0..<20).map { pixel in
          Float(pixels.indices.reduce(0) { $0 + (pixels[$1] == pixel ? $1 + 1 : 0) })
        })
  }
}
