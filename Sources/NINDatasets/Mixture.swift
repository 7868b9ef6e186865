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

  /// A draw from Beta(α, α) (Jöhnk 1964, doi:10.1007/BF02613706), by the logarithms of the two
  /// powers, which for a small α would both be 0.
  private static func beta(_ alpha: Double, _ stream: inout RandomStream) -> Double {
    while true {
      let x = log(Double(stream.uniform())) / alpha
      let y = log(Double(stream.uniform())) / alpha
      if x.isFinite, y.isFinite, exp(x) + exp(y) <= 1 { return 1 / (1 + exp(y - x)) }
    }
  }
}
