/// Elementwise operations by the definition.
public enum ReferenceElementwise {
  /// `max(x, 0)`; a NaN stays.
  public static func relu(_ x: [Float]) -> [Float] { x.map { $0 < 0 ? 0 : $0 } }

  /// `values` where `mask > 0`, else 0.
  public static func masked(_ values: [Double], by mask: [Float]) -> [Double] {
    zip(values, mask).map { $1 > 0 ? $0 : 0 }
  }

  /// The hash that decides whether dropout keeps an element; see `nin_elementwise.h`.
  public static func dropoutHash(_ element: UInt32, key: UInt64) -> UInt32 {
    func round(_ value: UInt32) -> UInt32 {
      var z = value
      z = (z ^ (z >> 16)) &* 0x7feb_352d
      z = (z ^ (z >> 15)) &* 0x846c_a68b
      return z ^ (z >> 16)
    }
    let low = UInt32(truncatingIfNeeded: key)
    let high = UInt32(truncatingIfNeeded: key >> 32)
    return round(round(element ^ low) &+ high)
  }

  /// `x / (1 - probability)` where the element is kept, else 0.
  public static func dropout(
    _ x: [Float], key: UInt64, first: UInt32, probability: Float
  ) -> [Double] {
    let threshold = (Double(probability) * 4_294_967_296).rounded(.up)
    return x.enumerated().map { index, value in
      let hash = dropoutHash(first &+ UInt32(truncatingIfNeeded: index), key: key)
      return Double(hash) >= threshold ? Double(value) / (1 - Double(probability)) : 0
    }
  }
}
