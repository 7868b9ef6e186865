/// The number format bf16: the upper half of a float.
public enum ReferenceBF16 {
  /// Each value rounded to the nearest bf16 number, ties to even; denormals become zero.
  public static func rounded(_ values: [Float]) -> [Float] { values.map(rounded) }

  /// `value` rounded likewise. A bf16 number has 8 significant bits, so neighbours are
  /// 2^(exponent - 7) apart.
  public static func rounded(_ value: Float) -> Float {
    guard value.isFinite, value.isNormal else { return value.isFinite ? value * 0 : value }
    let spacing = Double(value.ulp) * 65_536
    return Float((Double(value) / spacing).rounded(.toNearestOrEven) * spacing)
  }
}
