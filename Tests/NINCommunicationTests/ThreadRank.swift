import Foundation
import NINCommunication
import Synchronization

/// A rank that is a thread of this process: what it sends lies in memory until it is taken.
final class ThreadRank: Communicator {
  /// The messages between all ranks.
  final class Post: Sendable {
    struct Key: Hashable {
      let from: Int
      let to: Int
      let number: Int
      let lane: Lane
    }

    let messages = Mutex([Key: [UInt8]]())
  }

  let rank: Int
  let size: Int
  let hosts: [String]
  let patience: Duration
  var whileWaiting: (() throws -> Void)?
  var isBroken = false
  private let post: Post
  private var sent: [Lane: [Int]] = [:]
  private var expected: [Lane: [Int]] = [:]

  init(_ rank: Int, of size: Int, _ post: Post, patience: Duration) {
    (self.rank, self.size, self.post, self.patience) = (rank, size, post, patience)
    hosts = (0..<size).map { "host\($0)" }
    for lane in Lane.allCases {
      sent[lane] = Array(repeating: 0, count: size)
      expected[lane] = sent[lane]
    }
  }

  private func next(_ counts: inout [Lane: [Int]], _ lane: Lane, _ peer: Int) -> Int {
    counts[lane]?[peer] += 1
    return counts[lane]?[peer] ?? 0
  }

  func begin(
    _ outgoing: [UnsafeRawBufferPointer], into incoming: [UnsafeMutableRawBufferPointer],
    lane: Lane
  ) throws(CommunicationError) -> any Exchange {
    incoming[rank].copyMemory(from: outgoing[rank])
    var open: [Int: (Post.Key, UnsafeMutableRawBufferPointer)] = [:]
    for peer in 0..<size where peer != rank {
      if outgoing[peer].count > 0 {
        let number = next(&sent, lane, peer)
        let key = Post.Key(from: rank, to: peer, number: number, lane: lane)
        let bytes = Array(outgoing[peer])
        post.messages.withLock { $0[key] = bytes }
      }
      if incoming[peer].count > 0 {
        let number = next(&expected, lane, peer)
        open[peer] = (
          Post.Key(from: peer, to: rank, number: number, lane: lane), incoming[peer]
        )
      }
    }
    return Pending(post, open)
  }

  func leave() {}
  func abandon(code: Int32) {}

  private final class Pending: Exchange {
    private let post: Post
    private var open: [Int: (Post.Key, UnsafeMutableRawBufferPointer)]

    init(_ post: Post, _ open: [Int: (Post.Key, UnsafeMutableRawBufferPointer)]) {
      (self.post, self.open) = (post, open)
    }

    func advance() throws(CommunicationError) -> Bool {
      for (peer, (key, place)) in open {
        guard let bytes = post.messages.withLock({ $0.removeValue(forKey: key) }) else { continue }
        precondition(bytes.count == place.count, "the ranks expect different messages")
        place.copyBytes(from: bytes)
        open[peer] = nil
      }
      return open.isEmpty
    }

    var missing: [Int] { open.keys.sorted() }
  }
}

/// What `body` gives on each of `size` ranks, by rank.
func onRanks<Value: Sendable>(
  _ size: Int, patience: Duration = .seconds(60),
  _ body: @escaping @Sendable (any Communicator) throws -> Value
) throws -> [Value] {
  let post = ThreadRank.Post()
  let results = Mutex([Int: Result<Value, any Error>]())
  let finished = DispatchGroup()
  for rank in 0..<size {
    finished.enter()
    Thread.detachNewThread {
      let result = Result { try body(ThreadRank(rank, of: size, post, patience: patience)) }
      results.withLock { $0[rank] = result }
      finished.leave()
    }
  }
  finished.wait()
  return try results.withLock { results in
    try (0..<size).compactMap { try results[$0]?.get() }
  }
}
