import NINKernels

/// How fast ranks talk to each other, measured as training does it.
public struct RankSpeed: Hashable, Sendable {
  /// Seconds until all ranks have a short message of each.
  public let shortMessage: Double
  /// Seconds of a sum of `sumBytes` over all ranks.
  public let sum: Double

  /// The gradient of the network for images of 224x224.
  public static let sumBytes = 4 * 2_015_398

  /// The best of several times each; all ranks take part.
  /// - Throws: `CommunicationError`, `KernelError.outOfMemory`.
  public init(_ communicator: any Communicator) throws {
    let values = try FloatBuffer(count: Self.sumBytes / 4)
    let tree = try TreeSum(values, communicator)
    shortMessage = try Self.best(of: 50) { _ = try communicator.any(false) }
    sum = try Self.best(of: 5) { try tree.run(leaves: communicator.size) { _ in } }
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
