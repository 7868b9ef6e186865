import CKernels
import NINTensors

/// How much accuracy a convolution may give for speed.
public enum MathMode: String, CaseIterable, Codable, Sendable {
  /// Winograd's algorithm wherever it is faster.
  case fast
  /// Winograd's algorithm with tiles so small that the error is no worse than PyTorch's.
  case strict
  /// Direct sums only.
  case direct
  /// As `fast`, and 1x1 convolutions round their operands to bf16 (to the nearest, ties to even) and
  /// sum in fp32. Every instruction set gives the same bits there; only AVX512_BF16 is faster for it.
  case bf16
}

/// How a convolution is computed: a function of its shape and the math mode alone.
public enum Conv2dAlgorithm: Hashable, Sendable, CustomStringConvertible {
  case pointwise
  case direct
  /// 1x1, with gradients that touch only what is not zero.
  case sparse
  /// 1x1 with operands rounded to bf16; `sparse` gradients stay fp32.
  case bf16(sparse: Bool)
  /// Tiles of `tile x tile` outputs: Lavin & Gray, arXiv:1509.09308.
  case winograd(tile: Int)

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

/// A convolution bound to a geometry and a context: packs weights, runs the three passes.
///
/// Activations are NHWC, weights HWIO, all dense; every pointer must hold as many floats as the
/// shape it stands for. The caller owns all memory, workspace included.
public final class Conv2dKernel {
  public let geometry: Conv2dGeometry
  public let maximumImages: Int
  private let plan: nin_conv2d_plan

  /// - Parameters:
  ///   - geometry: of one image.
  ///   - maximumImages: the most that a call may bring.
  ///   - math: the accuracy that may be given for speed.
  ///   - sparseGradient: promises that most of `dy` is zero, as behind a max pooling.
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
  /// Whether the accumulator is laid out as the weights, so that the gradient itself can serve.
  public var accumulatesInPlace: Bool { plan.accumulates_in_place }
  /// Floats of scratch memory that any pass needs.
  public var workspaceCount: Int { plan.workspace }

  public func packForward(
    weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_pack_forward($0, weights, packed) }
  }

  public func packBackward(
    weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_pack_backward($0, weights, packed) }
  }

  /// `y = conv2d(x) + bias`, then ReLU when `relu`.
  public func forward(
    images: Int, x: UnsafePointer<Float>, packed: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, relu: Bool, y: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_forward_f32($0, images, x, packed, bias, relu, y, workspace) }
  }

  /// `dx = ∂loss/∂x`, zeroed where `mask ≤ 0` (the ReLU that made `x`).
  public func backwardData(
    images: Int, dy: UnsafePointer<Float>, packed: UnsafePointer<Float>,
    mask: UnsafePointer<Float>?, dx: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run { nin_conv2d_backward_data_f32($0, images, dy, packed, mask, dx, workspace) }
  }

  /// `accumulator += ∂loss/∂weights`, `dbias += ∂loss/∂bias`.
  public func backwardWeights(
    images: Int, x: UnsafePointer<Float>, dy: UnsafePointer<Float>,
    accumulator: UnsafeMutablePointer<Float>, dbias: UnsafeMutablePointer<Float>?,
    workspace: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try run {
      nin_conv2d_backward_weights_f32($0, images, x, dy, accumulator, dbias, workspace)
    }
  }

  /// The accumulated gradient in the order of the weights (HWIO).
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
