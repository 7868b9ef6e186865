import NINKernels
import NINTensors
import Testing

/// Values that cannot be compared with a tolerance, on every instruction set: NaN, infinities,
/// signed zeros.
@Suite struct SpecialValueTests {
  /// One row of pixels, each with `channels` equal values, through windows of 3 with stride 3.
  private func pooled(
    _ row: [Float], channels: Int, _ isa: ISA
  ) throws -> (values: [Float], places: [UInt8]) {
    let geometry = try Pool2dGeometry(
      height: 3, width: row.count, channels: channels, kernelSize: 3, stride: 3)
    let outputs = row.count / 3 * channels
    // The window's second row; the values of the other rows are never the maximum.
    let line = row.flatMap { [Float](repeating: $0, count: channels) }
    let below = [Float](repeating: -.infinity, count: line.count)
    var values = [Float](repeating: 7, count: outputs)
    var places = [UInt8](repeating: 77, count: outputs)
    try Pool2dKernel(geometry, context: ExecutionContext(isa: isa)).maximum(
      imageCount: 1, x: below + line + below, y: &values, index: &places)
    return (values, places)
  }

  /// PyTorch takes a pixel that is greater or NaN: of two NaNs the later one, and the first pixel
  /// if none is greater than -infinity.
  @Test(arguments: ISA.available, [1, 3, 8, 19])
  func maximaTreatNaNAsPyTorchDoes(_ isa: ISA, channels: Int) throws {
    let row: [Float] = [1, .nan, 2, .nan, 3, .nan, 5, 5, 4, -.infinity, -.infinity, -.infinity]
    let (values, places) = try pooled(row, channels: channels, isa)
    for channel in 0..<channels {
      #expect(values[channel].isNaN && places[channel] == 4)
      #expect(values[channels + channel].isNaN && places[channels + channel] == 5)
      #expect(values[2 * channels + channel] == 5 && places[2 * channels + channel] == 3)
      #expect(values[3 * channels + channel] == -.infinity && places[3 * channels + channel] == 0)
    }
  }

  @Test(arguments: ISA.available) func reluKeepsNaNAndInfinity(_ isa: ISA) throws {
    let context = try ExecutionContext(isa: isa)
    let x = [Float](repeating: .nan, count: 19) + [.infinity, -.infinity, -0.0]
    var y = [Float](repeating: 7, count: x.count)
    try context.relu(count: x.count, x: x, y: &y)
    #expect(y.prefix(19).allSatisfy { $0.isNaN })
    #expect(y[19] == .infinity && y[20] == 0 && y[21] == 0)
  }

  /// A NaN appears in the outputs that read it and, with direct sums, in no others. The fused ReLU
  /// keeps it.
  @Test(arguments: ISA.available, [true, false])
  func aConvolutionPassesNaNOn(_ isa: ISA, relu: Bool) throws {
    let context = try ExecutionContext(isa: isa)
    let geometry = try Conv2dGeometry(
      height: 5, width: 5, inputChannels: 3, outputChannels: 17, kernelHeight: 3, kernelWidth: 3,
      padding: 1)
    let kernel = try Conv2dKernel(geometry, maximumImages: 1, math: .direct, context: context)
    var x = [Float](repeating: 1, count: 75)
    x[0] = .nan
    let packed = try FloatBuffer(count: kernel.packedForwardCount)
    let workspace = try FloatBuffer(count: kernel.workspaceCount)
    var y = [Float](repeating: 7, count: 25 * 17)
    try kernel.packForward(
      weights: [Float](repeating: 1, count: geometry.weightCount), into: packed.pointer)
    try kernel.forward(
      imageCount: 1, x: x, packed: packed.pointer, bias: [Float](repeating: 0, count: 17),
      relu: relu,
      y: &y, workspace: workspace.pointer)
    for pixel in 0..<25 {
      let reads = pixel % 5 < 2 && pixel / 5 < 2
      #expect(y[(pixel * 17)..<(pixel * 17 + 17)].allSatisfy { $0.isNaN == reads }, "\(pixel)")
    }
  }

  @Test(arguments: ISA.available) func aNaNLogitMakesTheLossNaN(_ isa: ISA) throws {
    var losses: [Float] = [0, 0]
    try ExecutionContext(isa: isa).softmaxCrossEntropy(
      imageCount: 2, classes: 3, logits: [1, .nan, 2, 1, 2, 3], labels: [0, 2], smoothing: 0,
      scale: 1,
      loss: &losses, gradient: nil)
    #expect(losses[0].isNaN)
    #expect(losses[1].isFinite)
  }

  @Test(arguments: ISA.available) func hugeLogitsDoNotOverflow(_ isa: ISA) throws {
    var losses: [Float] = [0, 0]
    var gradient = [Float](repeating: .nan, count: 6)
    try ExecutionContext(isa: isa).softmaxCrossEntropy(
      imageCount: 2, classes: 3, logits: [1e30, -1e30, 0, -1e30, 0, 1e30], labels: [0, 1],
      smoothing: 0, scale: 1, loss: &losses, gradient: &gradient)
    #expect(losses[0] == 0 && losses[1] == 1e30)
    #expect(gradient == [0, 0, 0, 0, -1, 1])
  }
}
