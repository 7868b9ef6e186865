import NINCheckpoints
import NINKernels
import NINTensors

/// The outputs of the kernels for given tensors, so that other programs can judge them: the three
/// passes of each convolution of a file, in every math mode.
///
/// The file holds `NAME.x` `[n][h][w][c]`, `NAME.weight` (HWIO), `NAME.bias` and `NAME.dy`
/// `[n][h][w][c]`, and in its metadata `NAME` = "stride padding". The results are `MODE.NAME.y`,
/// `.dx`, `.dw` and `.db` in the same layouts.
public struct ConvolutionResults {
  private let file: SafetensorsFile
  private let path: String
  private let context: ExecutionContext

  /// - Parameters:
  ///   - path: a safetensors file with the tensors.
  ///   - context: the instruction set and the threads.
  /// - Throws: `CheckpointError` when the file cannot be used.
  public init(_ path: String, context: ExecutionContext) throws(CheckpointError) {
    file = try SafetensorsFile(contentsOf: path)
    self.path = path
    self.context = context
  }

  /// Computes all results and writes them to a safetensors file.
  /// - Throws: `BenchmarkError` or `ShapeError` when the tensors do not fit together,
  ///   `KernelError`, and `CheckpointError` when the file cannot be written.
  public func write(to output: String) throws {
    var results: [SafetensorsFile.Tensor] = []
    for (name, setting) in file.metadata.sorted(by: { $0.key < $1.key }) {
      let numbers = setting.split(separator: " ").compactMap { Int($0) }
      guard numbers.count == 2 else { throw BenchmarkError("\(path): '\(name)': '\(setting)'") }
      for math in MathMode.allCases {
        results += try passes(name, stride: numbers[0], padding: numbers[1], math)
      }
    }
    try SafetensorsFile(tensors: results).write(to: output)
  }

  private func passes(
    _ name: String, stride: Int, padding: Int, _ math: MathMode
  ) throws -> [SafetensorsFile.Tensor] {
    let (x, weights, bias, dy) = (
      try tensor(name + ".x", rank: 4), try tensor(name + ".weight", rank: 4),
      try tensor(name + ".bias", rank: 1), try tensor(name + ".dy", rank: 4)
    )
    let geometry = try Conv2dGeometry(
      height: x.shape[1], width: x.shape[2], inputChannels: x.shape[3],
      outputChannels: bias.shape[0], kernelHeight: weights.shape[0], kernelWidth: weights.shape[1],
      stride: stride, padding: padding)
    let imageCount = x.shape[0]
    guard weights.values.count == geometry.weightCount,
      dy.values.count == geometry.outputShape(imageCount: imageCount).count
    else { throw BenchmarkError("\(path): the tensors of '\(name)' do not fit together") }
    let kernel = try Conv2dKernel(
      geometry, maximumImages: imageCount, math: math, context: context)
    let packed = try FloatBuffer(
      count: max(kernel.packedForwardCount, kernel.packedBackwardCount))
    let workspace = try FloatBuffer(count: kernel.workspaceCount)
    let accumulator = try FloatBuffer(count: kernel.weightAccumulatorCount)
    let (y, dx) = (try FloatBuffer(count: dy.values.count), try FloatBuffer(count: x.values.count))
    let (dw, db) = (
      try FloatBuffer(count: weights.values.count), try FloatBuffer(count: bias.values.count)
    )
    try kernel.packForward(weights: weights.values, into: packed.pointer)
    try kernel.forward(
      imageCount: imageCount, x: x.values, packed: packed.pointer, bias: bias.values, relu: false,
      y: y.pointer, workspace: workspace.pointer)
    try kernel.packBackward(weights: weights.values, into: packed.pointer)
    try kernel.backwardData(
      imageCount: imageCount, dy: dy.values, packed: packed.pointer, mask: nil, dx: dx.pointer,
      workspace: workspace.pointer)
    try kernel.backwardWeights(
      imageCount: imageCount, x: x.values, dy: dy.values, accumulator: accumulator.pointer,
      dbias: db.pointer, workspace: workspace.pointer)
    try kernel.finishWeights(accumulator: accumulator.pointer, into: dw.pointer)
    return [
      ("y", y, dy.shape), ("dx", dx, x.shape), ("dw", dw, weights.shape), ("db", db, bias.shape),
    ]
    .map { .init(name: "\(math).\(name).\($0)", shape: $2, values: Array($1.elements)) }
  }

  private func tensor(_ name: String, rank: Int) throws -> SafetensorsFile.Tensor {
    guard let tensor = file[name], tensor.shape.count == rank else {
      throw BenchmarkError("\(path): no tensor '\(name)' of \(rank) dimensions")
    }
    return tensor
  }
}
