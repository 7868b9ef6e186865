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

  /// The same for Winograd's algorithm, which adds up larger numbers: those in the domain of its
  /// points.
  ///
  /// - Parameters:
  ///   - sum: what is added up, and how many roundings it passes.
  ///   - values: the exact results.
  ///   - bias: added to each result; results of channel `c` are those at `c` modulo its count.
  public static func winograd(
    _ sum: WinogradMagnitude.Sum, values: [Double], bias: [Float] = [0]
  ) -> [Double] {
    let roundings = Double(sum.roundings) + extra
    return values.indices.map { index in
      let magnitude = sum.magnitudes[index] + Double(abs(bias[index % bias.count]))
      return unit * roundings * magnitude + unit * abs(values[index]) + smallest
    }
  }

  /// `roundings` roundings of numbers of the size of `magnitude`.
  public static func few(_ roundings: Double, _ magnitudes: [Double]) -> [Double] {
    magnitudes.map { unit * roundings * abs($0) + smallest }
  }

  /// No tolerance at all.
  public static func exact(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
}
