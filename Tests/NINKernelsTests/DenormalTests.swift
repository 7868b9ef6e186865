import NINKernels
import NINTensors
import Testing

/// Subnormal numbers must not slow a step down.
@Suite(.serialized) struct DenormalTests {
  @Test func aConvolutionOfDenormalsIsAsFastAsAnother() throws {
    let geometry = try Conv2dGeometry(
      height: 24, width: 24, inputChannels: 64, outputChannels: 64, kernelHeight: 3,
      kernelWidth: 3, padding: 1)
    let context = try ExecutionContext(threads: 1)
    let normal = try seconds(geometry, context, of: 1)
    let denormal = try seconds(geometry, context, of: .leastNormalMagnitude / 64)
    // Without flushing the ratio is 20 and more.
    #expect(denormal < 4 * normal, "\(denormal) s against \(normal) s")
  }

  private func seconds(
    _ geometry: Conv2dGeometry, _ context: ExecutionContext, of value: Float
  ) throws -> Double {
    let kernel = try Conv2dKernel(geometry, maximumImages: 1, math: .direct, context: context)
    let x = try FloatBuffer(count: geometry.inputShape(imageCount: 1).count)
    let y = try FloatBuffer(count: geometry.outputShape(imageCount: 1).count)
    let weights = try FloatBuffer(count: geometry.weightCount)
    let packed = try FloatBuffer(count: kernel.packedForwardCount)
    let workspace = try FloatBuffer(count: kernel.workspaceCount)
    x.elements.update(repeating: value)
    weights.elements.update(repeating: 0.5)
    try kernel.packForward(weights: weights.pointer, into: packed.pointer)
    var best = Duration.seconds(60)
    for _ in 0..<5 {
      let time = try ContinuousClock().measure {
        try kernel.forward(
          imageCount: 1, x: x.pointer, packed: packed.pointer, bias: nil, relu: false, y: y.pointer,
          workspace: workspace.pointer)
      }
      best = min(best, time)
    }
    return best / .seconds(1)
  }
}
