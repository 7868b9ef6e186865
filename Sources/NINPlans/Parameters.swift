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

  /// Those of `network`, at random.
  /// - Throws: `KernelError.outOfMemory`.
  public convenience init(
    _ network: Network, initialization: Initialization, seed: UInt64
  ) throws(KernelError) {
    try self.init(network.parameters)
    initialize(initialization, seed: seed)
  }

  /// Sets all values at random: a function of `seed` and each parameter's place alone.
  /// - Parameter deviations: of the weights with `normal`: one per layer, or one for all of them.
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

  /// Takes all values from `state`.
  /// - Throws: `StateDictionaryError` when a name is missing or unknown or a shape differs; the
  ///   values are then as before.
  public func load(_ state: StateDictionary) throws(StateDictionaryError) {
    try layout.load(state, into: values.elements)
  }
}
