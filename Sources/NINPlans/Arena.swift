import NINKernels

/// Places every buffer of a plan in one allocation, so that its size is known in advance and a
/// training step allocates nothing.
struct ArenaLayout {
  private(set) var count = 0

  /// Reserves `floats` floats that start on a new cache line; returns the index of the first.
  mutating func reserve(_ floats: Int) throws(KernelError) -> Int {
    let start = count
    let (end, overflow) = start.addingReportingOverflow(floats)
    guard floats >= 0, !overflow, end < 1 << 46 else { throw .tooLarge }
    count = (end + 15) & ~15
    return start
  }
}

/// The places of a plan's tensors in memory.
///
/// In training, activations that the backward pass reads have their own memory. All gradients
/// alternate between two buffers, which hold the other activations during the forward pass. In
/// inference, all activations alternate between these two buffers.
struct TensorMemory {
  private var values: [Int] = []
  private var gradients: [Int] = []

  init(
    _ lowering: Lowering, chunk: Int, mode: PlanMode, in layout: inout ArenaLayout
  ) throws(KernelError) {
    let pair = try Self.reservePair(lowering.slotCounts, chunk, &layout)
    let transient = lowering.transientSlots
    for (slot, count) in lowering.slotCounts.enumerated() {
      let passes = mode == .inference || transient.contains(slot)
      values.append(
        passes ? pair[slot % 2] : try layout.reserve(try multiply(count, chunk)))
      gradients.append(pair[slot % 2])
    }
  }

  func values(_ edge: Edge, in memory: FloatBuffer) -> UnsafeMutablePointer<Float> {
    memory.pointer + values[edge.slot]
  }

  func gradient(_ edge: Edge, in memory: FloatBuffer) -> UnsafeMutablePointer<Float> {
    memory.pointer + gradients[edge.slot]
  }

  private static func reservePair(
    _ slotCounts: [Int], _ chunk: Int, _ layout: inout ArenaLayout
  ) throws(KernelError) -> [Int] {
    var pair: [Int] = []
    for parity in 0...1 {
      let counts = slotCounts.indices.filter { $0 % 2 == parity }.map { slotCounts[$0] }
      pair.append(try layout.reserve(try multiply(counts.max() ?? 0, chunk)))
    }
    return pair
  }
}

/// - Throws: `KernelError.tooLarge` when the product overflows.
func multiply(_ a: Int, _ b: Int) throws(KernelError) -> Int {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  guard !overflow else { throw .tooLarge }
  return product
}
