import NINKernels

/// The speed of communication between the ranks, measured with the operations of training.
public struct RankSpeed: Hashable, Sendable {
  /// The seconds until all ranks have a short message from each.
  public let shortMessage: Double
  /// The seconds of a sum of `sumBytes` over all ranks.
  public let sum: Double

  /// The bytes of the gradient of the network for images of 224x224.
  public static let sumBytes = 4 * 2_015_398

  /// Measures each time repeatedly and takes the best. All ranks must call it.
  /// - Throws: `CommunicationError`, `KernelError.outOfMemory`.
  public init(_ communicator: any Communicator) throws {
    let values = try FloatBuffer(count: Self.sumBytes / 4)
    let tree = try TreeSum(values, communicator)
    shortMessage = try Self.best(of: 50) { _ = try communicator.any(false) }
    sum = try Self.best(of: 5) { try tree.run(leaves: communicator.size) { _, _ in } }
  }

  private static func best(of count: Int, _ body: () throws -> Void) throws -> Double {
    var best = Double.infinity
    for _ in 0..<count {
      let start = ContinuousClock.now
      try body()
      best = min(best, (ContinuousClock.now - start) / .seconds(1))
    }
    return best
  }
}
