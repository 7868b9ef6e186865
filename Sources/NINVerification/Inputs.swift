import NINTensors

/// Seeded inputs of a check.
struct Inputs {
  private var stream: RandomStream
  /// Whether all numbers are small integers, so that every partial sum is exact in fp32 and every
  /// instruction set must agree bit for bit.
  let isExact: Bool

  init(seed: UInt64, isExact: Bool) {
    stream = RandomStream(seed: seed, purpose: .testing)
    self.isExact = isExact
  }

  /// Positive and negative numbers.
  mutating func values(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      isExact ? Float(stream.integer(below: 5) - 2) : stream.uniform(in: -1..<1)
    }
  }

  /// Numbers after a ReLU: half of them are 0.
  mutating func rectified(_ count: Int) -> [Float] { values(count).map { max($0, 0) } }

  mutating func integer(below bound: Int) -> Int { stream.integer(below: bound) }

  mutating func labels(_ count: Int, classes: Int) -> [Int32] {
    (0..<count).map { _ in Int32(stream.integer(below: classes)) }
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(stream.integer(below: 256)) }
  }
}
