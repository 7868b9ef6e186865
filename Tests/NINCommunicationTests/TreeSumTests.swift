import NINKernels
import Testing

@testable import NINCommunication

@Suite struct TreeSumTests {
  /// A number that depends on leaf and place, some a thousand times smaller than others.
  private static func value(_ leaf: Int, _ place: Int) -> Float {
    var bits = UInt64(leaf * 7919 + place + 1) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits ^= bits >> 27
    return (Float(bits >> 40) / 16_777_216 - 0.5) * (bits & 1 == 1 ? 1e-3 : 1)
  }

  /// The definition: a node is the sum of its halves.
  private static func expected(_ node: Range<Int>, _ place: Int) -> Float {
    if node.count == 1 { return value(node.lowerBound, place) }
    let middle = (node.lowerBound + node.upperBound) / 2
    return expected(node.lowerBound..<middle, place) + expected(middle..<node.upperBound, place)
  }

  /// Sums twice: memory is used again. Leaves complete `step` floats at a time, from the last to
  /// the first; those that are not complete are no numbers.
  private static func sums(
    ranks: Int, leaves: Int, count: Int, partSize: Int, step: Int
  ) throws -> [[Float]] {
    try onRanks(ranks) { communicator in
      let values = try FloatBuffer(count: count)
      let sum = try TreeSum(values, communicator, partSize: partSize)
      for _ in 0..<2 {
        var asked: [Int] = []
        try sum.run(leaves: leaves) { leaf, progress in
          asked.append(leaf)
          values.elements.update(repeating: .nan)
          for end in stride(from: count, to: 0, by: -step) {
            let start = max(end - step, 0)
            for place in start..<end { values.pointer[place] = value(leaf, place) }
            try progress?(start)
          }
        }
        let own = TreeSum.leaves(of: leaves, rank: communicator.rank, size: ranks)
        #expect(asked == Array(own))
      }
      return Array(values.elements)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8], [1, 2, 5, 8, 16])
  func bitsDoNotDependOnTheNumberOfRanks(_ ranks: Int, _ leaves: Int) throws {
    for (count, partSize, step) in [(1, 1, 1), (7, 3, 2), (1000, 1 << 16, 1000), (1000, 64, 90)] {
      let expected = (0..<count).map { Self.expected(0..<leaves, $0) }
      for sum in try Self.sums(
        ranks: ranks, leaves: leaves, count: count, partSize: partSize, step: step)
      {
        #expect(sum == expected, "\(ranks) ranks, \(leaves) leaves, \(count) numbers")
      }
    }
  }

  /// The sum of a part that is complete on all ranks arrives while their last leaves still wait.
  @Test(arguments: [2, 3, 4])
  func completePartsAreAddedBeforeTheLeafEnds(_ ranks: Int) throws {
    let count = 1000
    let expected = Self.expected(0..<8, count - 1)
    let early = try onRanks(ranks) { communicator -> Float in
      let values = try FloatBuffer(count: count)
      var early = Float.nan
      let deadline = ContinuousClock.now + .seconds(60)
      try TreeSum(values, communicator, partSize: 100).run(leaves: 8) { leaf, progress in
        for place in 0..<count { values.pointer[place] = Self.value(leaf, place) }
        guard let progress else { return }
        while values.pointer[count - 1] != expected, ContinuousClock.now < deadline {
          try progress(500)
        }
        early = values.pointer[count - 1]
      }
      return early
    }
    #expect(early == Array(repeating: expected, count: ranks))
  }

  @Test func orderOfAdditionsMatters() throws {
    let tree = (0..<1000).map { Self.expected(0..<16, $0) }
    let inOrder = (0..<1000).map { place in
      (0..<16).reduce(Float(0)) { $0 + Self.value($1, place) }
    }
    #expect(tree != inOrder)
  }

  @Test(arguments: 1...9, 1...17)
  func sharesAndSubtreesCoverTheLeavesOnce(_ ranks: Int, _ leaves: Int) {
    let tree = SumTree(leaves: leaves)
    let nodes = (0..<ranks).flatMap { tree.nodes(in: tree.leaves(of: $0, among: ranks)) }
    #expect(nodes.flatMap(Array.init) == Array(0..<leaves))
  }
}
