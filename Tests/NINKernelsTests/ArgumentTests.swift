import NINKernels
import NINTensors
import Testing

/// Kernels report arguments that they cannot handle.
@Suite struct ArgumentTests {
  private let context: ExecutionContext

  init() throws {
    context = try ExecutionContext()
  }

  @Test func moreImagesThanPlannedAreRefused() throws {
    let geometry = try Conv2dGeometry(
      height: 4, width: 4, inputChannels: 1, outputChannels: 1, kernelHeight: 1, kernelWidth: 1)
    let kernel = try Conv2dKernel(geometry, maximumImages: 1, context: context)
    let memory = try FloatBuffer(count: 1024)
    #expect(throws: KernelError.invalidArgument) {
      try kernel.forward(
        imageCount: 2, x: memory.pointer, packed: memory.pointer, bias: nil, relu: false,
        y: memory.pointer + 512, workspace: memory.pointer)
    }
  }

  @Test func aPlanThatNoMemoryHoldsIsRefused() throws {
    let geometry = try Conv2dGeometry(
      height: 1 << 14, width: 1 << 14, inputChannels: 4, outputChannels: 7, kernelHeight: 3,
      kernelWidth: 3, padding: 1)
    #expect(throws: KernelError.tooLarge) {
      try Conv2dKernel(geometry, maximumImages: 1 << 40, context: context)
    }
  }

  @Test(arguments: [Int32(-1), 3]) func aLabelBeyondTheClassesIsRefused(_ label: Int32) {
    var loss: [Float] = [0]
    #expect(throws: KernelError.invalidArgument) {
      try context.softmaxCrossEntropy(
        imageCount: 1, classes: 3, logits: [1, 2, 3], labels: [label], smoothing: 0, scale: 1,
        loss: &loss, gradient: nil)
    }
  }

  @Test(arguments: [Float(-0.1), 1, .nan]) func aSillyProbabilityIsRefused(_ p: Float) {
    var y: [Float] = [0]
    #expect(throws: KernelError.invalidArgument) {
      try context.dropout(count: 1, key: 0, first: 0, probability: p, x: [1], y: &y)
    }
  }

  @Test func hugeImagesAreRefused() {
    #expect(throws: KernelError.invalidShape) {
      try ImageTransform(
        height: 1 << 20, width: 1, channels: 3, outputHeight: 1, outputWidth: 1, context: context)
    }
    #expect(throws: KernelError.invalidShape) {
      try ImageTransform(
        height: 1, width: 1, channels: 5, outputHeight: 1, outputWidth: 1, context: context)
    }
  }
}
