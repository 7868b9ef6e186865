import NINKernels
import NINModules

/// The limits of this machine, and how near to them the layers of a network, whole batches and the
/// loading of data come.
public struct MachineReport: Codable, Sendable {
  /// What can be measured.
  public enum Part: String, CaseIterable, Sendable {
    /// Each pass of each convolution alone.
    case layers
    /// A whole training step.
    case training
    /// The forward pass of a whole batch.
    case inference
    /// The loader, and the conversion of bytes to floats.
    case data
  }

  /// The network.
  public let model: Network.Model
  /// Images in each batch.
  public let batch: Int
  /// The instruction set.
  public let isa: ISA
  /// Threads of every kernel.
  public let threads: Int
  /// The accuracy that may be given for speed.
  public let math: MathMode
  /// What this machine can do at most.
  public let roof: Roof
  /// What was measured, in order.
  public var rows: [TimedOperation] = []

  /// A report without rows. Measures the limits of the machine, which takes about a second.
  /// - Throws: `KernelError` when there is no memory.
  public init(
    _ model: Network.Model, batch: Int, math: MathMode, context: ExecutionContext
  ) throws(KernelError) {
    self.model = model
    self.batch = batch
    self.math = math
    isa = context.isa
    threads = context.threads
    roof = try Roof(context)
  }
}
