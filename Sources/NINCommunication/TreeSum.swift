import NINKernels

/// Sums arrays of floats over the leaves of a tree, which all ranks share. The result has the same
/// bits for any number of ranks, because the tree determines every addition; MPI only moves data.
///
/// Each rank adds the leaves of the largest subtrees in its share. Then each rank receives its
/// slice of every subtree's sum, adds the slices in the order of the tree, and sends the result to
/// all (the two halves of an all-reduce; Rabenseifner 2004, doi:10.1007/978-3-540-24685-5_1).
public final class TreeSum {
  private let values: FloatBuffer
  private let communicator: any Communicator
  /// Sums of first halves while the second half is computed, by depth.
  private var waiting: [FloatBuffer] = []
  /// Sums of this rank's subtrees except the last one, which stays in `values`.
  private var sums: [FloatBuffer] = []
  /// This rank's slice of all subtrees of all ranks.
  private var slices: FloatBuffer

  /// - Parameters:
  ///   - values: receives the array of each leaf, and finally the sum.
  ///   - communicator: the ranks that share the leaves.
  /// - Throws: `KernelError.outOfMemory`.
  public init(_ values: FloatBuffer, _ communicator: any Communicator) throws(KernelError) {
    self.values = values
    self.communicator = communicator
    slices = try FloatBuffer(count: 0)
  }

  /// The leaves that `run` asks a rank for.
  public static func leaves(of count: Int, rank: Int, size: Int) -> Range<Int> {
    SumTree(leaves: count).leaves(of: rank, among: size)
  }

  /// Computes the sum in `values` of all ranks.
  /// - Parameters:
  ///   - count: the number of leaves of all ranks together.
  ///   - leaf: writes the array of a leaf to `values`; called for this rank's leaves in order.
  /// - Throws: `CommunicationError`, `KernelError.outOfMemory`, and the errors of `leaf` and
  ///   `whileWaiting`.
  public func run(leaves count: Int, leaf: (Int) throws -> Void) throws {
    guard communicator.size > 1 else { return try add(0..<count, depth: 0, leaf) }
    do {
      try share(SumTree(leaves: count), leaf)
    } catch {
      communicator.isBroken = true
      throw error
    }
  }

  private func share(_ tree: SumTree, _ leaf: (Int) throws -> Void) throws {
    let nodes = (0..<communicator.size).map {
      tree.nodes(in: tree.leaves(of: $0, among: communicator.size))
    }
    try makeRoom(nodes)
    var exchanges: [any Exchange] = []
    let own = nodes[communicator.rank]
    for round in 0..<(nodes.map(\.count).max() ?? 0) {
      if own.indices.contains(round) {
        try add(own[round], depth: 0, leaf)
        if round < own.count - 1 { sums[round].assign(values) }
      }
      exchanges.append(try beginRound(round, nodes))
    }
    for exchange in exchanges { try communicator.finish(exchange) }
    try gatherSlices(of: combine(tree, nodes))
  }

  /// Adds the leaves of `node` into `values`.
  private func add(_ node: Range<Int>, depth: Int, _ leaf: (Int) throws -> Void) throws {
    guard node.count > 1 else { return try leaf(node.lowerBound) }
    let (first, second) = SumTree.halves(of: node)
    try add(first, depth: depth + 1, leaf)
    while waiting.count <= depth { waiting.append(try FloatBuffer(count: values.count)) }
    waiting[depth].assign(values)
    try add(second, depth: depth + 1, leaf)
    values.pointer.add(waiting[depth].pointer, count: values.count)
  }
}

// MARK: Between ranks

extension TreeSum {
  private var ownSlice: Range<Int> { slice(communicator.rank) }

  private func slice(_ rank: Int) -> Range<Int> {
    (values.count * rank / communicator.size)..<(values.count * (rank + 1) / communicator.size)
  }

  private func makeRoom(_ nodes: [[Range<Int>]]) throws {
    while sums.count < nodes[communicator.rank].count - 1 {
      sums.append(try FloatBuffer(count: values.count))
    }
    let needed = nodes.joined().count * ownSlice.count
    if slices.count < needed { slices = try FloatBuffer(count: needed) }
  }

  /// The place of the slice of a rank's subtree number `round`.
  private func place(_ rank: Int, _ round: Int, _ nodes: [[Range<Int>]]) -> UnsafeMutablePointer<
    Float
  > {
    slices.pointer + (nodes[..<rank].joined().count + round) * ownSlice.count
  }

  /// Starts to send subtree number `round` of each rank that has one.
  private func beginRound(
    _ round: Int, _ nodes: [[Range<Int>]]
  ) throws(CommunicationError) -> any Exchange {
    let own = nodes[communicator.rank]
    let source = round < own.count - 1 ? sums[round] : values
    let outgoing = nodes.indices.map { rank in
      let slice = round < own.count ? slice(rank) : 0..<0
      return UnsafeRawBufferPointer(
        UnsafeBufferPointer(start: source.pointer + slice.lowerBound, count: slice.count))
    }
    let incoming = nodes.indices.map { rank in
      let isThere = round < nodes[rank].count
      return UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(
          start: isThere ? place(rank, round, nodes) : slices.pointer,
          count: isThere ? ownSlice.count : 0))
    }
    return try communicator.begin(outgoing, into: incoming, lane: .work)
  }

  /// Adds the slices of all subtrees in the order of the tree.
  private func combine(
    _ tree: SumTree, _ nodes: [[Range<Int>]]
  ) -> UnsafeMutablePointer<Float> {
    var places: [Range<Int>: UnsafeMutablePointer<Float>] = [:]
    for rank in nodes.indices {
      for (round, node) in nodes[rank].enumerated() { places[node] = place(rank, round, nodes) }
    }
    func sum(_ node: Range<Int>) -> UnsafeMutablePointer<Float> {
      if let place = places[node] { return place }
      let (first, second) = SumTree.halves(of: node)
      let (total, other) = (sum(first), sum(second))
      total.add(other, count: ownSlice.count)
      return total
    }
    return sum(0..<tree.leaves)
  }

  /// Sends this rank's slice of the sum to all, and receives theirs in `values`.
  private func gatherSlices(of total: UnsafeMutablePointer<Float>) throws {
    let own = UnsafeRawBufferPointer(UnsafeBufferPointer(start: total, count: ownSlice.count))
    let outgoing = (0..<communicator.size).map { _ in own }
    let incoming = (0..<communicator.size).map { rank in
      UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(
          start: values.pointer + slice(rank).lowerBound, count: slice(rank).count))
    }
    try communicator.finish(try communicator.begin(outgoing, into: incoming, lane: .work))
  }
}

extension FloatBuffer {
  fileprivate func assign(_ other: FloatBuffer) {
    pointer.update(from: other.pointer, count: count)
  }
}

extension UnsafeMutablePointer<Float> {
  fileprivate func add(_ other: UnsafeMutablePointer<Float>, count: Int) {
    for index in 0..<count { self[index] += other[index] }
  }
}
