/// Memory for an output between two guard bands. It is filled with NaN and not aligned.
final class GuardedOutput {
  private static let band = 64
  private static let mark = Float(bitPattern: 0x7FA5_5AA5)

  private let memory: UnsafeMutableBufferPointer<Float>
  let elements: UnsafeMutableBufferPointer<Float>

  init(_ expectation: Expectation) {
    let count = expectation.values.count
    memory = .allocate(capacity: count + 2 * Self.band + 1)
    memory.initialize(repeating: Self.mark)
    elements = .init(rebasing: memory[(Self.band + 1)..<(Self.band + 1 + count)])
    if let initial = expectation.initial {
      _ = elements.update(fromContentsOf: initial)
    } else {
      elements.update(repeating: .nan)
    }
  }

  deinit { memory.deallocate() }

  /// Says where the kernel wrote outside of its output; nil when it did not.
  func firstStray() -> String? {
    for (index, value) in memory.enumerated() {
      let place = index - Self.band - 1
      if !elements.indices.contains(place) && value.bitPattern != Self.mark.bitPattern {
        return "wrote outside the output, at element \(place) of \(elements.count)"
      }
    }
    return nil
  }
}
