import NINKernels
import NINReference

/// How much a correct fp32 kernel may differ from the exact result. Each bound follows from the
/// number of roundings and the magnitude of what is rounded.
public enum Tolerance {
  /// The unit roundoff of fp32, 2⁻²⁴.
  public static let unit = Double(Float.ulpOfOne) / 2
  /// Denormals may be flushed, so the smallest normal number is always allowed.
  static let smallest = Double(Float.leastNormalMagnitude)
  /// Roundings besides those of the sum: bias, epilogue, the last store.
  private static let extra = 4.0

  /// A sum of `sum.terms` products in any order, fused or not: the standard bound
  /// `n·u·Σ|a·b|` (Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1), and one
  /// rounding of the result.
  public static func sum(_ sum: ReferenceSum) -> [Double] {
    zip(sum.values, sum.magnitudes).map { value, magnitude in
      unit * (Double(sum.terms) + extra) * magnitude + unit * abs(value) + smallest
    }
  }

  /// The same bound for Winograd's algorithm, which adds up the larger numbers of its transforms.
  ///
  /// - Parameters:
  ///   - sum: the magnitudes of what is added up, and the number of roundings.
  ///   - values: the exact results.
  ///   - bias: added to each result; result `i` gets element `i` modulo the number of elements.
  public static func winograd(
    _ sum: WinogradMagnitude.Sum, values: [Double], bias: [Float] = [0]
  ) -> [Double] {
    let roundings = Double(sum.roundings) + extra
    return values.indices.map { index in
      let magnitude = sum.magnitudes[index] + Double(abs(bias[index % bias.count]))
      return unit * roundings * magnitude + unit * abs(values[index]) + smallest
    }
  }

  /// The bound for `roundings` roundings of numbers of the given magnitudes.
  public static func few(_ roundings: Double, _ magnitudes: [Double]) -> [Double] {
    magnitudes.map { unit * roundings * abs($0) + smallest }
  }

  /// `count` zeros: the results must be equal.
  public static func exact(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
}
