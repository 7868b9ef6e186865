/// Random numbers by counter: the number at `index` of a stream is a hash of the stream's key and
/// the index. A resumed run therefore needs no stored state, and threads never wait for each other.
///
/// The hash is the finalizer of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom
/// number generators", OOPSLA 2014, doi:10.1145/2660193.2660195).
public struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
  /// What the numbers are used for. Streams of different purposes are independent.
  public enum Purpose: UInt64, Sendable {
    /// The first values of the parameters; one stream per parameter tensor.
    case initialization = 1
    /// The order of the training images; one stream per epoch.
    case shuffling
    /// Dropout masks; one stream per step and layer.
    case dropout
    /// Random crops, mirror images and cut-out squares; one stream per epoch and image.
    case augmentation
    /// The drawn shapes of the built-in data set; one stream per image.
    case drawing
    /// The split of a data set into parts.
    case splitting
    /// Test data.
    case testing
    /// The partners and shares of mixup; one stream per epoch and batch.
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

  /// 64 random bits.
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
