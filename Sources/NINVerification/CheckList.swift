import NINKernels
import NINTensors

/// The checks of one kernel. Each is made when it is needed, because the reference results of a
/// real layer take time and memory.
struct CheckList {
  let kernel: KernelName
  let seed: UInt64
  /// Random shapes beyond the fixed ones.
  let randomCases: Int

  /// The number of checks, fixed and random.
  var count: Int { fixedCount + randomCases }

  private var fixedCount: Int {
    switch kernel {
    case .conv2dForward, .conv2dBackwardData, .conv2dBackwardWeights:
      Conv2dShapes.layers.count * Self.modes.count
        + Self.edgeModes.count * Conv2dShapes.extents.count
    case .images: ImagesCase.fixed.count
    default: Self.counts.count
    }
  }

  private static let modes: [MathMode] = MathMode.allCases
  /// How each extent is verified: all modes, and direct sums of integers.
  private static let edgeModes: [(math: MathMode, isExact: Bool)] =
    modes.map { ($0, false) } + [(.direct, true)]
  private static let counts = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 255, 1000, 16_385, 40_000]

  /// Check number `index`, or nil when another check covers it.
  func make(_ index: Int) throws -> Check? {
    let seed = self.seed &+ UInt64(index)
    switch kernel {
    case .conv2dForward, .conv2dBackwardData, .conv2dBackwardWeights:
      return try convolution(index, seed)
    case .maxPool: return try pool(index, seed).maximum()
    case .averagePool: return try pool(index, seed).average()
    case .globalAveragePool: return try pool(index, seed).globalAverage()
    case .relu: return elements(index, seed).relu()
    case .dropout: return elements(index, seed).dropout()
    case .sumOfSquares:
      return OptimizerCase(count: elements(index, seed).count, seed: seed).sumOfSquares()
    case .loss: return LossCase(imageCount: 1 + index % 70, seed: seed).check()
    case .sgd:
      return OptimizerCase(count: elements(index, seed).count, seed: seed)
        .sgd(momentum: index % 3 == 0 ? 0 : 0.9, nesterov: index % 3 == 2, isFirst: index % 2 == 0)
    case .adam:
      return OptimizerCase(count: elements(index, seed).count, seed: seed)
        .adam(decoupled: index % 2 == 0, steps: 1 + index * 3)
    case .images: return try ImagesCase(index: index, seed: seed).check()
    }
  }

  private func elements(_ index: Int, _ seed: UInt64) -> ElementwiseCase {
    var stream = RandomStream(seed: seed, purpose: .testing, index)
    let count = index < Self.counts.count ? Self.counts[index] : 1 + stream.integer(below: 5000)
    return ElementwiseCase(count: count, seed: seed)
  }

  private func pool(_ index: Int, _ seed: UInt64) throws(ShapeError) -> Pool2dCase {
    var stream = RandomStream(seed: seed, purpose: .testing, index)
    let kernel = 1 + stream.integer(below: 4)
    let (rows, columns) = (stream.integer(below: 12), stream.integer(below: 12))
    let stride = 1 + stream.integer(below: 4)
    let padding = stream.integer(below: kernel / 2 + 1)
    let geometry = try Pool2dGeometry(
      height: kernel - padding + rows, width: kernel - padding + columns,
      channels: Conv2dShapes.channels[index % Conv2dShapes.channels.count], kernelSize: kernel,
      stride: stride, padding: padding, ceilMode: index % 2 == 1, countsPadding: index % 3 > 0)
    return Pool2dCase(geometry: geometry, imageCount: 1 + index % 3, seed: seed)
  }

  // MARK: Convolutions

  private func convolution(_ index: Int, _ seed: UInt64) throws -> Check? {
    let layers = Conv2dShapes.layers.count * Self.modes.count
    if index < layers {
      let math = Self.modes[index % Self.modes.count]
      let geometry = try Conv2dShapes.layer(index / Self.modes.count)
      return try pass(
        geometry, imageCount: 1, math: math, seed, isExact: false, flag: index % 2 == 0)
    }
    if index < fixedCount {
      let edge = index - layers
      let (round, mode) = edge.quotientAndRemainder(dividingBy: Self.edgeModes.count)
      return try pass(
        try Conv2dShapes.edge(round + mode * Conv2dShapes.extents.count), imageCount: 1 + edge % 3,
        math: Self.edgeModes[mode].math, seed, isExact: Self.edgeModes[mode].isExact,
        flag: edge % 2 == 0)
    }
    var stream = RandomStream(seed: seed, purpose: .testing, index)
    let isExact = index % 3 == 0
    let isRounded = index % 3 == 1
    let geometry = try Conv2dShapes.random(&stream, isPointwise: isRounded)
    return try pass(
      geometry, imageCount: 1 + stream.integer(below: 4),
      math: isExact ? .direct : isRounded ? .bf16 : .fast, seed, isExact: isExact,
      flag: index % 2 == 0)
  }

  private func pass(
    _ geometry: Conv2dGeometry, imageCount: Int, math: MathMode, _ seed: UInt64, isExact: Bool,
    flag: Bool
  ) throws -> Check? {
    let isPointwise =
      geometry.fanIn == geometry.inputChannels && geometry.stride == 1
      && geometry.padding == 0
    let isSparse = isPointwise && math == .fast
    func algorithm(_ mode: MathMode) throws -> Conv2dAlgorithm {
      try Conv2dKernel(
        geometry, maximumImages: imageCount, math: mode, context: ExecutionContext()
      ).algorithm
    }
    // If two modes choose the same algorithm, one check is enough.
    if math == .strict || math == .bf16, try algorithm(math) == algorithm(.fast) { return nil }
    if math == .fast, !isExact, !isSparse, try algorithm(.fast) == algorithm(.direct) {
      return try pass(
        geometry, imageCount: imageCount, math: .direct, seed, isExact: false, flag: flag)
    }
    let item = Conv2dCase(
      geometry: geometry, imageCount: imageCount, math: math, seed: seed, isExact: isExact,
      isSparse: isSparse)
    switch kernel {
    case .conv2dForward: return try item.forward(relu: flag)
    case .conv2dBackwardData: return try item.backwardData(masked: flag)
    default: return try item.backwardWeights()
    }
  }
}
