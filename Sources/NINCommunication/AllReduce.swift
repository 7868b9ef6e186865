import NINKernels

/// Adds the sums of all ranks' subtrees, part by part: each rank receives its slice of a part of
/// every subtree, adds the slices in the order of the tree, and sends the result to all (the two
/// halves of an all-reduce; Rabenseifner 2004, doi:10.1007/978-3-540-24685-5_1).
///
/// Ranks can compute other parts meanwhile. MPI moves data only when it is called, so they should
/// call `advance` often.
final class AllReduce {
  /// 256 KB: small enough that most of a gradient is sent before the backward pass ends, and large
  /// enough that the number of messages costs little.
  static let usualPartSize = 1 << 16

  /// The parts of the array from its end to its start, as a backward pass completes gradients.
  let parts: [Range<Int>]
  private let values: FloatBuffer
  private let communicator: any Communicator
  private var tree = SumTree(leaves: 0)
  /// The subtrees that each rank sends, by rank, then by round. All have one for the last round.
  private var subtrees: [[Range<Int>?]] = []
  /// The subtrees of all ranks, numbered from 0.
  private var numbers: [Range<Int>: Int] = [:]
  /// This rank's sums of the rounds before the last one, whose sum stays in `values`.
  private var sums: [Int: FloatBuffer] = [:]
  /// This rank's slices of all parts of all subtrees, subtree after subtree.
  private var slices: FloatBuffer
  /// Where the slice of each part begins in those of a subtree, and where the last one ends.
  private var starts = [0]
  /// The exchanges of slices: by part, then by round.
  private var scatters: [[any Exchange]] = []
  /// The exchanges of the slices of the whole sum, by part.
  private var gathers: [any Exchange] = []

  init(
    _ values: FloatBuffer, _ communicator: any Communicator, partSize: Int
  ) throws(KernelError) {
    self.values = values
    self.communicator = communicator
    slices = try FloatBuffer(count: 0)
    parts = stride(from: values.count, to: 0, by: -partSize).map { max($0 - partSize, 0)..<$0 }
    for part in parts.indices { starts.append(starts[part] + slice(part, communicator.rank).count) }
  }

  /// The number of rounds, in each of which all ranks must send all parts.
  var rounds: Int { subtrees[0].count }

  /// The subtree whose sum this rank sends in a round, if there is one.
  func subtree(_ round: Int) -> Range<Int>? { subtrees[communicator.rank][round] }

  /// Begins the sum over a tree. Every rank must then call `send` for each part of each round, round
  /// after round, and `finish`.
  /// - Throws: `KernelError.outOfMemory`.
  func start(_ tree: SumTree) throws(KernelError) {
    self.tree = tree
    let nodes = (0..<communicator.size).map {
      tree.nodes(in: tree.leaves(of: $0, among: communicator.size))
    }
    let rounds = nodes.map(\.count).max() ?? 0
    subtrees = nodes.map { Array(repeating: nil, count: rounds - $0.count) + $0 }
    numbers = Dictionary(uniqueKeysWithValues: zip(nodes.joined(), 0...))
    let needed = numbers.count * starts[parts.count]
    if slices.count < needed { slices = try FloatBuffer(count: needed) }
    (scatters, gathers) = (parts.map { _ in [] }, [])
  }

  /// Copies the sum of a round from `values`, where the next one will be computed.
  /// - Throws: `KernelError.outOfMemory`.
  func keep(_ round: Int) throws(KernelError) {
    if sums[round] == nil { sums[round] = try FloatBuffer(count: values.count) }
    sums[round]?.assign(values)
  }

  /// Begins to send a part of this rank's sum of a round, if there is one, and to receive those of
  /// the others.
  /// - Throws: `CommunicationError`.
  func send(_ part: Int, _ round: Int) throws(CommunicationError) {
    let source = round < rounds - 1 ? sums[round] ?? values : values
    let isSending = subtree(round) != nil
    let ranks = subtrees.indices
    let outgoing = ranks.map { rank in
      let slice = slice(part, rank)
      let bytes = (source.pointer + slice.lowerBound).bytes(isSending ? slice.count : 0)
      return UnsafeRawBufferPointer(bytes)
    }
    let count = slice(part, communicator.rank).count
    let incoming = ranks.map { rank in
      subtrees[rank][round].flatMap { place($0, part) }?.bytes(count) ?? slices.pointer.bytes(0)
    }
    scatters[part].append(try communicator.begin(outgoing, into: incoming, lane: .work))
  }

  /// Continues the exchanges. Where all slices of a part are here, adds them and begins to send
  /// their sum.
  /// - Throws: `CommunicationError`.
  func advance() throws(CommunicationError) {
    while gathers.count < parts.count, try isHere(gathers.count) {
      gathers.append(try gather(gathers.count))
    }
    for gather in gathers {
      guard try gather.advance() else { return }
    }
  }

  /// Waits until `values` is the whole sum.
  /// - Throws: `CommunicationError`; the errors of `whileWaiting`.
  func finish() throws {
    for scatter in scatters {
      for exchange in scatter { try communicator.finish(exchange) }
      try advance()
    }
    for gather in gathers { try communicator.finish(gather) }
  }

  private func isHere(_ part: Int) throws(CommunicationError) -> Bool {
    guard scatters[part].count == rounds else { return false }
    for exchange in scatters[part] {
      guard try exchange.advance() else { return false }
    }
    return true
  }

  /// The share of a part that a rank adds.
  private func slice(_ part: Int, _ rank: Int) -> Range<Int> {
    let (range, size) = (parts[part], communicator.size)
    let start = range.lowerBound + range.count * rank / size
    return start..<(range.lowerBound + range.count * (rank + 1) / size)
  }

  /// Where this rank's slice of a part of a rank's subtree lies; nil for any other node.
  private func place(_ subtree: Range<Int>, _ part: Int) -> UnsafeMutablePointer<Float>? {
    numbers[subtree].map { slices.pointer + $0 * starts[parts.count] + starts[part] }
  }

  /// Adds this rank's slices of a part in the order of the tree, and begins to exchange the sums.
  private func gather(_ part: Int) throws(CommunicationError) -> any Exchange {
    let count = slice(part, communicator.rank).count
    func sum(_ node: Range<Int>) -> UnsafeMutablePointer<Float> {
      if let place = place(node, part) { return place }
      let (first, second) = SumTree.halves(of: node)
      let (total, other) = (sum(first), sum(second))
      total.add(other, count: count)
      return total
    }
    let total = UnsafeRawBufferPointer(sum(0..<tree.leaves).bytes(count))
    let incoming = subtrees.indices.map { rank in
      let slice = slice(part, rank)
      return (values.pointer + slice.lowerBound).bytes(slice.count)
    }
    return try communicator.begin(incoming.map { _ in total }, into: incoming, lane: .sums)
  }
}

extension UnsafeMutablePointer<Float> {
  fileprivate func bytes(_ count: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: self, count: count))
  }
}
