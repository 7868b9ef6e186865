import NINKernels
import NINModules

/// The values and gradients of a network's parameters: two flat arrays with one layout, so that an
/// optimizer, a checkpoint or a comparison is one loop.
///
/// Weights are stored in the kernels' order, HWIO; see `ParameterLayout` for the names.
public final class Parameters {
  public let layout: ParameterLayout
  public let values: FloatBuffer
  public let gradients: FloatBuffer

  /// All zeros.
  /// - Throws: `KernelError.outOfMemory`.
  public init(_ layout: ParameterLayout) throws(KernelError) {
    self.layout = layout
    self.values = try FloatBuffer(count: layout.count)
    self.gradients = try FloatBuffer(count: layout.count)
  }
}
