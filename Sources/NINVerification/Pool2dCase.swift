import NINKernels
import NINReference
import NINTensors

/// A pooling to verify, forward and backward.
struct Pool2dCase {
  let geometry: Pool2dGeometry
  let imageCount: Int
  let seed: UInt64

  private var label: String {
    let g = geometry
    return "\(imageCount)x\(g.height)x\(g.width)x\(g.channels), \(g.kernelSize)/\(g.stride)"
      + (g.padding > 0 ? "+\(g.padding)" : "") + (g.ceilMode ? " ceil" : "")
  }

  /// The inputs have few different values, so that windows hold their maximum twice.
  func maximum() -> Check {
    var inputs = Inputs(seed: seed, isExact: true)
    let x = inputs.values(geometry.inputShape(imageCount: imageCount).count)
    let dy = inputs.values(geometry.outputShape(imageCount: imageCount).count)
    let reference = ReferencePool2d(geometry, imageCount: imageCount)
    let (values, places) = reference.maximum(x)
    let dx = reference.maximumBackward(dy: dy, places: places)
    let expectations = [
      Expectation("y", values: values.map(Double.init), tolerances: Tolerance.exact(values.count)),
      Expectation(
        "index", values: places.map(Double.init), tolerances: Tolerance.exact(places.count)),
      Expectation("dx", values: dx, tolerances: Tolerance.exact(dx.count)),
    ]
    return Check(.maxPool, label, seed: seed, expectations) { context, outputs in
      let kernel = Pool2dKernel(geometry, context: context)
      var index = [UInt8](repeating: 255, count: places.count)
      try kernel.maximum(imageCount: imageCount, x: x, y: outputs[0].start, index: &index)
      for (place, value) in index.enumerated() { outputs[1][place] = Float(value) }
      try kernel.maximumBackward(imageCount: imageCount, dy: dy, index: index, dx: outputs[2].start)
    }
  }

  func average() -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let x = inputs.values(geometry.inputShape(imageCount: imageCount).count)
    let dy = inputs.values(geometry.outputShape(imageCount: imageCount).count)
    let reference = ReferencePool2d(geometry, imageCount: imageCount)
    let absolute = reference.average(x.map(abs))
    let share = reference.averageBackward(dy: dy.map(abs))
    let dx = ReferenceElementwise.masked(reference.averageBackward(dy: dy), by: x)
    let roundings = Double(geometry.kernelSize * geometry.kernelSize + 4)
    let expectations = [
      Expectation(
        "y", values: reference.average(x), tolerances: Tolerance.few(roundings, absolute)),
      Expectation("dx", values: dx, tolerances: Tolerance.few(roundings, share)),
    ]
    return Check(.averagePool, label, seed: seed, expectations) { context, outputs in
      let kernel = Pool2dKernel(geometry, context: context)
      try kernel.average(imageCount: imageCount, x: x, y: outputs[0].start)
      try x.withUnsafeBufferPointer {
        try kernel.averageBackward(
          imageCount: imageCount, dy: dy, mask: $0.baseAddress, dx: outputs[1].start)
      }
    }
  }

  /// The global mean of the same images.
  func globalAverage() -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let (positions, channels) = (geometry.height * geometry.width, geometry.channels)
    let x = inputs.values(imageCount * positions * channels)
    let dy = inputs.values(imageCount * channels)
    func mean(_ x: [Float]) -> [Double] {
      ReferenceGlobalAverage.forward(
        x, imageCount: imageCount, positions: positions, channels: channels)
    }
    let spread = ReferenceGlobalAverage.backward(
      dy, imageCount: imageCount, positions: positions, channels: channels)
    let expectations = [
      Expectation(
        "y", values: mean(x), tolerances: Tolerance.few(Double(positions + 4), mean(x.map(abs)))),
      Expectation(
        "dx", values: ReferenceElementwise.masked(spread, by: x),
        tolerances: Tolerance.few(4, spread)),
    ]
    return Check(.globalAveragePool, label, seed: seed, expectations) { context, outputs in
      try context.globalAveragePool(
        imageCount: imageCount, positions: positions, channels: channels, x: x, y: outputs[0].start)
      try x.withUnsafeBufferPointer {
        try context.globalAveragePoolBackward(
          imageCount: imageCount, positions: positions, channels: channels, dy: dy,
          mask: $0.baseAddress,
          dx: outputs[1].start)
      }
    }
  }
}
