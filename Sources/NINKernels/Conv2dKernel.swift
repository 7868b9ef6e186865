import CKernels
import NINTensors

/// How much accuracy a convolution may give up for speed.
public enum MathMode: String, CaseIterable, Codable, Sendable {
  /// Winograd's algorithm wherever it is faster.
  case fast
  /// Winograd's algorithm with tiles so small that the error is no worse than PyTorch's.
  case strict
  /// Direct sums only.
  case direct
  /// As `fast`, and 1x1 convolutions round their operands to bf16 (to the nearest, ties to even)
  /// and sum in fp32. Every instruction set gives the same bits there; only AVX512_BF16 is faster
  /// for it.
  case bf16
}

/// How a convolution is computed: a function of its shape and the math mode alone.
public enum Conv2dAlgorithm: Hashable, Sendable, CustomStringConvertible {
  /// A 1x1 kernel: one matrix product.
  case pointwise
  /// One matrix product for each row of the kernel.
  case direct
  /// A 1x1 kernel whose backward passes skip the zeros of the output gradient.
  case sparse
  /// A 1x1 kernel with operands rounded to bf16; `sparse` gradients stay fp32.
  case bf16(sparse: Bool)
  /// Winograd's algorithm with tiles of `tile x tile` outputs (Lavin & Gray, arXiv:1509.09308).
  case winograd(tile: Int)

  /// "1x1", "direct", "winograd 4x4".
  public var description: String {
    switch self {
    case .pointwise: "1x1"
    case .direct: "direct"
    case .sparse: "1x1 sparse"
    case .bf16(let sparse): sparse ? "1x1 bf16, sparse" : "1x1 bf16"
    case .winograd(let tile): "winograd \(tile)x\(tile)"
    }
  }
}

/// A convolution bound to a geometry and a context. It packs weights and runs the three passes.
///
/// Activations are NHWC, weights are HWIO, and all are dense. Every pointer must hold as many
/// floats as its shape has. The caller owns all memory, including the workspace.
public final class Conv2dKernel {
  /// The shape of one image, of the filters and of the output.
  public let geometry: Conv2dGeometry
  /// The most images that one call may pass.
  public let maximumImages: Int
  private let plan: nin_conv2d_plan

  /// - Parameters:
  ///   - geometry: the shape of one image, of the filters and of the output.
  ///   - maximumImages: the most images that one call may pass, at least 1.
  ///   - math: how much accuracy may be given up for speed.
  ///   - sparseGradient: promises that most of `dy` is zero, as before a max pooling.
  ///   - context: the instruction set and the threads.
  /// - Throws: `KernelError` when the shape is invalid or too large.
  public init(
    _ geometry: Conv2dGeometry, maximumImages: Int, math: MathMode = .fast,
    sparseGradient: Bool = false, context: ExecutionContext
  ) throws(KernelError) {
    var shape = nin_conv2d_geometry(
      height: geometry.height, width: geometry.width, in_channels: geometry.inputChannels,
      out_channels: geometry.outputChannels, kernel_height: geometry.kernelHeight,
      kernel_width: geometry.kernelWidth, stride: geometry.stride, padding: geometry.padding)
    let mode =
      switch math {
      case .fast: NIN_MATH_FAST
      case .strict: NIN_MATH_STRICT
      case .direct: NIN_MATH_DIRECT
      case .bf16: NIN_MATH_BF16
      }
    guard maximumImages > 0 else { throw .invalidShape }
    var plan = nin_conv2d_plan()
    try context.run {
      nin_conv2d_make_plan($0, &shape, maximumImages, mode, sparseGradient, &plan)
    }
    self.geometry = geometry
    self.maximumImages = maximumImages
    self.plan = plan
  }

  /// The algorithm of the forward pass, or of the backward passes where those are sparse.
  public var algorithm: Conv2dAlgorithm {
    if plan.forward == NIN_CONV2D_WINOGRAD {
      return .winograd(tile: plan.tile_extent)
    }
    let isSparse = plan.backward_weights == NIN_CONV2D_SPARSE
    if plan.forward == NIN_CONV2D_POINTWISE_BF16 { return .bf16(sparse: isSparse) }
    if isSparse { return .sparse }
    let isPointwise =
      geometry.kernelHeight == 1 && geometry.kernelWidth == 1 && geometry.stride == 1
      && geometry.padding == 0
    return isPointwise ? .pointwise : .direct
  }

  /// Floats of the packed weights of the forward pass.
  public var packedForwardCount: Int { plan.packed_forward }
  /// Floats of the packed weights of `backwardData`.
  public var packedBackwardCount: Int { plan.packed_backward }
  /// Floats of the accumulator of `backwardWeights`.
  public var weightAccumulatorCount: Int { plan.weight_accumulator }
  /// Whether the accumulator has the layout of the weights, so that the gradient can be used as
  /// one.
  public var accumulatesInPlace: Bool { plan.accumulates_in_place }
  /// Floats of scratch memory that suffice for every pass.
  public var workspaceCount: Int { plan.workspace }

  /// Brings weights into the order that `forward` reads. Repeat it whenever they change.
  /// - Parameters:
  ///   - weights: `[kernelHeight][kernelWidth][inputChannels][outputChannels]`.
  ///   - packed: `packedForwardCount` floats.
  public func packForward(
    weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_pack_forward($0, weights, packed) }
  }

  /// Brings weights into the order that `backwardData` reads. Repeat it whenever they change.
  /// - Parameters:
  ///   - weights: `[kernelHeight][kernelWidth][inputChannels][outputChannels]`.
  ///   - packed: `packedBackwardCount` floats.
  public func packBackward(
    weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_pack_backward($0, weights, packed) }
  }

  /// `y = conv2d(x) + bias`, followed by a ReLU if `relu` is true.
  /// - Parameters:
  ///   - imageCount: how many there are, at most `maximumImages`.
  ///   - x: `[images][height][width][inputChannels]`.
  ///   - packed: the result of `packForward`.
  ///   - bias: `[outputChannels]`; nil for none.
  ///   - relu: whether a ReLU follows.
  ///   - y: `[images][outputHeight][outputWidth][outputChannels]`.
  ///   - workspace: `workspaceCount` floats.
  public func forward(
    imageCount: Int, x: UnsafePointer<Float>, packed: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, relu: Bool, y: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_forward_f32($0, imageCount, x, packed, bias, relu, y, workspace) }
  }

  /// `dx = ∂loss/∂x`, set to zero where `mask ≤ 0`.
  /// - Parameters:
  ///   - imageCount: how many there are, at most `maximumImages`.
  ///   - dy: `∂loss/∂y`, `[images][outputHeight][outputWidth][outputChannels]`.
  ///   - packed: the result of `packBackward`.
  ///   - mask: `x` itself if it is the output of a ReLU, whose backward pass this includes; else
  ///     nil.
  ///   - dx: `[images][height][width][inputChannels]`.
  ///   - workspace: `workspaceCount` floats.
  public func backwardData(
    imageCount: Int, dy: UnsafePointer<Float>, packed: UnsafePointer<Float>,
    mask: UnsafePointer<Float>?, dx: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_backward_data_f32($0, imageCount, dy, packed, mask, dx, workspace) }
  }

  /// `accumulator += ∂loss/∂weights`, `dbias += ∂loss/∂bias`.
  /// - Parameters:
  ///   - imageCount: how many there are, at most `maximumImages`.
  ///   - x: `[images][height][width][inputChannels]`.
  ///   - dy: `∂loss/∂y`, `[images][outputHeight][outputWidth][outputChannels]`.
  ///   - accumulator: `weightAccumulatorCount` floats, zeros before the first call.
  ///   - dbias: `[outputChannels]`; nil when it is not needed.
  ///   - workspace: `workspaceCount` floats.
  public func backwardWeights(
    imageCount: Int, x: UnsafePointer<Float>, dy: UnsafePointer<Float>,
    accumulator: UnsafeMutablePointer<Float>, dbias: UnsafeMutablePointer<Float>?,
    workspace: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run {
      nin_conv2d_backward_weights_f32($0, imageCount, x, dy, accumulator, dbias, workspace)
    }
  }

  /// Writes the accumulated gradient in the order of the weights (HWIO). With `accumulatesInPlace`
  /// both pointers may be the same.
  public func finishWeights(
    accumulator: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_finish_weights_f32($0, accumulator, gradient) }
  }

  private func run(_ pass: (UnsafePointer<nin_conv2d_plan>) -> nin_status) throws(KernelError) {
    let plan = self.plan
    try check(withUnsafePointer(to: plan, pass), plan.context)
  }
}
