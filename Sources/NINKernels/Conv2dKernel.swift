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

  func run(_ pass: (UnsafePointer<nin_conv2d_plan>) -> nin_status) throws(KernelError) {
    let plan = self.plan
    try check(withUnsafePointer(to: plan, pass), plan.context)
  }
}
