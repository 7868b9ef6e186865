import NINKernels

/// Sums arrays of floats over the leaves of a tree, which all ranks share. The result has the same
/// bits for any number of ranks, because the tree determines every addition; MPI only moves data.
///
/// Each rank adds the leaves of the largest subtrees in its share. `AllReduce` adds the subtrees of
/// all ranks. It already sends what is complete while the last leaf is computed.
public final class TreeSum {
  /// Told that the floats of a leaf from place `complete` on will not change any more.
  public typealias Progress = (_ complete: Int) throws -> Void

  private let values: FloatBuffer
  private let communicator: any Communicator
  private let allReduce: AllReduce
  /// Sums of first halves while the second half is computed, by depth.
  private var waiting: [FloatBuffer] = []

  /// - Parameters:
  ///   - values: receives the array of each leaf, and finally the sum.
  ///   - communicator: the ranks that share the leaves.
  /// - Throws: `KernelError.outOfMemory`.
  public convenience init(
    _ values: FloatBuffer, _ communicator: any Communicator
  ) throws(KernelError) {
    try self.init(values, communicator, partSize: AllReduce.usualPartSize)
  }

  /// - Parameter partSize: the number of floats that are exchanged at a time.
  init(
    _ values: FloatBuffer, _ communicator: any Communicator, partSize: Int
  ) throws(KernelError) {
    self.values = values
    self.communicator = communicator
    allReduce = try AllReduce(values, communicator, partSize: partSize)
  }

  /// The leaves that `run` asks a rank for.
  public static func leaves(of count: Int, rank: Int, size: Int) -> Range<Int> {
    SumTree(leaves: count).leaves(of: rank, among: size)
  }

  /// Computes the sum in `values` of all ranks.
  /// - Parameters:
  ///   - count: the number of leaves of all ranks together.
  ///   - leaf: writes the array of a leaf to `values`; called for this rank's leaves in order. If it
  ///     is given a function, it may call it, with places that never grow: the more often, the more
  ///     of the exchange is over when the leaf is.
  /// - Throws: `CommunicationError`, `KernelError.outOfMemory`, and the errors of `leaf` and
  ///   `whileWaiting`.
  public func run(leaves count: Int, leaf: (Int, Progress?) throws -> Void) throws {
    guard communicator.size > 1 else {
      return try add(0..<count, depth: 0, sends: false, leaf)
    }
    do {
      try share(SumTree(leaves: count), leaf)
    } catch {
      communicator.isBroken = true
      throw error
    }
  }

  private func share(_ tree: SumTree, _ leaf: (Int, Progress?) throws -> Void) throws {
    try allReduce.start(tree)
    for round in 0..<allReduce.rounds {
      let isLast = round == allReduce.rounds - 1
      if let node = allReduce.subtree(round) {
        try add(node, depth: 0, sends: isLast, leaf)
        if isLast { break }
        try allReduce.keep(round)
      }
      for part in allReduce.parts.indices { try allReduce.send(part, round) }
    }
    try allReduce.finish()
  }

  /// Adds the leaves of `node` into `values`.
  /// - Parameters:
  ///   - depth: the number of sums that wait for this one.
  ///   - sends: whether this is the last sum of this rank, which is sent together with all that wait
  ///     for it.
  private func add(
    _ node: Range<Int>, depth: Int, sends: Bool, _ leaf: (Int, Progress?) throws -> Void
  ) throws {
    guard node.count > 1 else {
      guard sends else { return try leaf(node.lowerBound, nil) }
      let progress = sender(depth: depth)
      try leaf(node.lowerBound, progress)
      return try progress(0)
    }
    let (first, second) = SumTree.halves(of: node)
    try add(first, depth: depth + 1, sends: false, leaf)
    while waiting.count <= depth { waiting.append(try FloatBuffer(count: values.count)) }
    waiting[depth].assign(values)
    try add(second, depth: depth + 1, sends: sends, leaf)
    if !sends { addWaiting(at: depth, to: 0..<values.count) }
  }

  /// Sends each part of a leaf, with all waiting sums added, as soon as it is complete.
  private func sender(depth: Int) -> Progress {
    let (parts, lastRound) = (allReduce.parts, allReduce.rounds - 1)
    var sent = 0
    return { [self] complete in
      while sent < parts.count, parts[sent].lowerBound >= complete {
        for level in (0..<depth).reversed() { addWaiting(at: level, to: parts[sent]) }
        try allReduce.send(sent, lastRound)
        sent += 1
      }
      try allReduce.advance()
    }
  }

  private func addWaiting(at depth: Int, to range: Range<Int>) {
    let other = waiting[depth].pointer + range.lowerBound
    (values.pointer + range.lowerBound).add(other, count: range.count)
  }
}

extension FloatBuffer {
  func assign(_ other: FloatBuffer) {
    pointer.update(from: other.pointer, count: count)
  }
}

extension UnsafeMutablePointer<Float> {
  func add(_ other: UnsafeMutablePointer<Float>, count: Int) {
    for index in 0..<count { self[index] += other[index] }
  }
}
