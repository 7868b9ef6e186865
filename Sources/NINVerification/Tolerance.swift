import NINKernels
import NINReference

/// How far a correct fp32 kernel may be from the exact result. Never a bare constant: each bound
/// follows from the number of roundings and the size of what is rounded.
public enum Tolerance {
  /// The unit roundoff of fp32, 2⁻²⁴.
  public static let unit = Double(Float.ulpOfOne) / 2
  /// Denormals may be flushed, so the smallest normal number is always allowed.
  static let smallest = Double(Float.leastNormalMagnitude)
  /// Roundings beyond the sum itself: bias, epilogue, the last store.
  private static let extra = 4.0

  /// A sum of `sum.terms` products in any order, fused or not: the standard bound
  /// `n·u·Σ|a·b|` (Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1), and one
  /// rounding of the result.
  public static func sum(_ sum: ReferenceSum) -> [Double] {
    zip(sum.values, sum.magnitudes).map { value, magnitude in
      unit * (Double(sum.terms) + extra) * magnitude + unit * abs(value) + smallest
    }
  }

  /// The same for Winograd's algorithm: it adds up numbers as large as `magnitudes` (in the domain
  /// of its points, where they are much larger than the products of the definition), `sum.terms` of
  /// them at most, each rounded in its transforms before
  /// (Barabasz et al., arXiv:1803.10986, section 4).
  public static func winograd(
    _ sum: ReferenceSum, magnitudes: [Double], transformRoundings: Int
  ) -> [Double] {
    let roundings = Double(sum.terms + transformRoundings) + extra
    return zip(sum.values, magnitudes).map { value, magnitude in
      unit * roundings * magnitude + unit * abs(value) + smallest
    }
  }

  /// `roundings` roundings of numbers of the size of `magnitude`.
  public static func few(_ roundings: Double, _ magnitudes: [Double]) -> [Double] {
    magnitudes.map { unit * roundings * abs($0) + smallest }
  }

  /// No tolerance at all.
  public static func exact(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
}
