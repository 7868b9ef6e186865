/// Random numbers by counter: the value at `index` of a stream is a hash of the stream's key and
/// the index, so nothing has to be stored to resume a run, and no thread has to wait for another.
///
/// The hash is the finalizer of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom
/// number generators", OOPSLA 2014, doi:10.1145/2660193.2660195).
public struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
  /// What numbers are for: streams of different purposes never share a number.
  public enum Purpose: UInt64, Sendable {
    case initialization = 1, shuffling, dropout, augmentation, drawing, splitting, testing
    case mixing
  }

  /// The hash of seed, purpose and coordinates that names the stream.
  public let key: UInt64
  @usableFromInline var index: UInt64 = 0

  /// The stream of `seed` for `purpose`, one for each tuple of `coordinates`
  /// (an epoch, a layer, an image).
  public init(seed: UInt64, purpose: Purpose, _ coordinates: Int...) {
    var key = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    key = Self.mix(key ^ purpose.rawValue)
    for coordinate in coordinates {
      key = Self.mix(key &+ 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: Int64(coordinate)))
    }
    self.key = key
  }

  @inlinable
  public mutating func next() -> UInt64 {
    index &+= 1
    return Self.mix(key &+ index &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Uniform in `[0, 1)`, a multiple of 2⁻²⁴.
  @inlinable
  public mutating func uniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// Uniform in `[range.lowerBound, range.upperBound)`.
  @inlinable
  public mutating func uniform(in range: Range<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// Uniform in `0..<bound`.
  @inlinable
  public mutating func integer(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// `0..<count` in random order (Fisher and Yates).
  @inlinable
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    guard count > 1 else { return order }
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }

  @inlinable
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
