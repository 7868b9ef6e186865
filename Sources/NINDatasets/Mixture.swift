import Foundation
import NINTensors

/// How the images of a batch are mixed: one share for all of them, and a partner for each.
public struct Mixture: Hashable, Sendable {
  /// The share of the partner, in 0...0.5.
  public let share: Float
  /// The place of each image's partner in the batch.
  public let partners: [Int]

  /// - Parameters:
  ///   - alpha: the α of the distribution Beta(α, α), in (0, 1].
  ///   - count: the number of images of the batch.
  ///   - stream: the random numbers.
  public init(alpha: Float, count: Int, _ stream: inout RandomStream) {
    let draw = Self.beta(Double(alpha), &stream)
    // A larger share would give the mixtures in which image and partner are exchanged.
    share = Float(min(draw, 1 - draw))
    partners = stream.permutation(count)
  }

  /// A draw from Beta(α, α) (Jöhnk 1964, doi:10.1007/BF02613706).
  private static func beta(_ alpha: Double, _ stream: inout RandomStream) -> Double {
    while true {
      let x = pow(Double(stream.uniform()), 1 / alpha)
      let y = pow(Double(stream.uniform()), 1 / alpha)
      if x + y > 0, x + y <= 1 { return x / (x + y) }
    }
  }
}
