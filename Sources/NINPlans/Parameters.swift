import NINKernels
import NINModules

/// The values and gradients of a network's parameters: two flat arrays with the same layout. An
/// optimizer, a checkpoint or a comparison is one loop over them.
///
/// Weights are stored in the order of the kernels, HWIO.
public final class Parameters {
  /// The names and places of the parameters.
  public let layout: ParameterLayout
  /// The values, `[layout.count]`.
  public let values: FloatBuffer
  /// The gradients, `[layout.count]`.
  public let gradients: FloatBuffer

  /// All zeros.
  /// - Throws: `KernelError.outOfMemory`.
  public init(_ layout: ParameterLayout) throws(KernelError) {
    self.layout = layout
    self.values = try FloatBuffer(count: layout.count)
    self.gradients = try FloatBuffer(count: layout.count)
  }

  /// Random parameters of `network`.
  /// - Throws: `KernelError.outOfMemory`.
  public convenience init(
    _ network: Network, initialization: Initialization, seed: UInt64
  ) throws(KernelError) {
    try self.init(network.parameters)
    initialize(initialization, seed: seed)
  }

  /// Sets all values at random. Each depends only on `seed` and its parameter's place.
  /// - Parameters:
  ///   - initialization: the distribution.
  ///   - seed: the seed.
  ///   - deviations: with `normal`, the deviations of the weights: one per layer, or one for all.
  public func initialize(
    _ initialization: Initialization, seed: UInt64,
    deviations: [Float] = [Initialization.usualDeviation]
  ) {
    initialization.fill(
      values.elements, layout: layout, seed: seed, deviations: deviations)
  }

  /// The values by name, in PyTorch's layout.
  public var stateDictionary: StateDictionary {
    layout.stateDictionary(from: UnsafeBufferPointer(values.elements))
  }

  /// Replaces all values by those of `state`.
  /// - Throws: `StateDictionaryError` when a name is missing or unknown or a shape differs; the
  ///   values are then unchanged.
  public func load(_ state: StateDictionary) throws(StateDictionaryError) {
    try layout.load(state, into: values.elements)
  }
}
