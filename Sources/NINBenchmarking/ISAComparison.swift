import NINKernels
import NINModules
import NINPlans

/// Compares the instruction sets of this machine, in training and inference of one network. They
/// are measured in turn.
public struct ISAComparison: Codable, Sendable {
  /// The speed of one instruction set.
  public struct Row: Codable, Sendable {
    /// The instruction set.
    public let isa: ISA
    /// Images per second.
    public let training, inference: Double

    /// The speed as a multiple of that of `other`: the larger ratio of training and inference.
    public func ratio(to other: Row) -> Double {
      max(training / other.training, inference / other.inference)
    }
  }

  /// The name of the network.
  public let model: String
  /// Images in each batch.
  public let batch: Int
  /// Threads of every measurement.
  public let threads: Int
  /// The set that the program uses.
  public let chosen: ISA
  /// One for each instruction set.
  public let rows: [Row]

  /// The fastest row, if it is faster than the chosen set by more than `margin` (0.1 means a
  /// tenth); else nil.
  public func fasterThanChosen(margin: Double) -> Row? {
    guard let used = rows.first(where: { $0.isa == chosen }) else { return nil }
    return rows.filter { $0.ratio(to: used) > 1 + margin }
      .max { $0.ratio(to: used) < $1.ratio(to: used) }
  }
}

extension ISAComparison {
  /// - Parameters:
  ///   - network: the network that is run.
  ///   - batchSize: images in each batch.
  ///   - chunk: images that pass through the network at a time.
  ///   - math: the accuracy that may be given up for speed.
  ///   - rounds: how often each set is measured, with two batches each time. The fastest batch
  ///     counts, because other work on the machine can only make a batch slower.
  ///   - isas: the sets to compare, including the chosen one.
  ///   - context: the chosen instruction set, and the threads of all sets.
  /// - Throws: `ShapeError` or `KernelError`, as `Plan` does.
  public init(
    _ network: Network, batchSize: Int, chunk: Int, math: MathMode, rounds: Int,
    isas: [ISA] = ISA.available, context: ExecutionContext
  ) throws {
    let parameters = try Parameters.random(network)
    let seconds = try Self.seconds(isas, rounds: rounds) { isa, mode in
      let benchmark = try NetworkBenchmark(
        network, parameters: parameters, batchSize: batchSize, chunk: chunk, mode: mode,
        math: math, context: ExecutionContext(isa: isa, threads: context.threads))
      return try Timing(samples: 2, warmUp: 0) { try benchmark.runBatch() }.seconds[0]
    }
    func speed(_ isa: ISA, _ mode: PlanMode) -> Double {
      Double(batchSize) / (seconds[isa]?[mode] ?? .infinity)
    }
    model = network.name
    batch = batchSize
    threads = context.threads
    chosen = context.isa
    rows = isas.map {
      Row(isa: $0, training: speed($0, .training), inference: speed($0, .inference))
    }
  }

  /// Sets this many times slower than the fastest one are visited only once.
  private static let hopeless = 3.0

  /// The fewest seconds of each set in training and inference.
  /// - Parameter visit: measures a set once.
  static func seconds(
    _ isas: [ISA], rounds: Int, visit: (ISA, PlanMode) throws -> Double
  ) rethrows -> [ISA: [PlanMode: Double]] {
    var seconds: [ISA: [PlanMode: Double]] = [:]
    for _ in 0..<rounds {
      for isa in isas {
        for mode in [PlanMode.training, .inference] {
          let fastest = seconds.values.compactMap { $0[mode] }.min() ?? .infinity
          let own = seconds[isa]?[mode] ?? .infinity
          if own.isFinite && own > hopeless * fastest { continue }
          seconds[isa, default: [:]][mode] = min(own, try visit(isa, mode))
        }
      }
    }
    return seconds
  }
}
