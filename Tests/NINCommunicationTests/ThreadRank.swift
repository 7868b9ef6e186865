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
  private var sent: [Int]
  private var expected: [Int]

  init(_ rank: Int, of size: Int, _ post: Post, patience: Duration) {
    (self.rank, self.size, self.post, self.patience) = (rank, size, post, patience)
    hosts = (0..<size).map { "host\($0)" }
    sent = Array(repeating: 0, count: size)
    expected = sent
  }

  func begin(
    _ outgoing: [UnsafeRawBufferPointer], into incoming: [UnsafeMutableRawBufferPointer]
  ) throws(CommunicationError) -> any Exchange {
    incoming[rank].copyMemory(from: outgoing[rank])
    var open: [Int: (Post.Key, UnsafeMutableRawBufferPointer)] = [:]
    for peer in 0..<size where peer != rank {
      if outgoing[peer].count > 0 {
        let key = Post.Key(from: rank, to: peer, number: sent[peer])
        let bytes = Array(outgoing[peer])
        post.messages.withLock { $0[key] = bytes }
        sent[peer] += 1
      }
      if incoming[peer].count > 0 {
        open[peer] = (Post.Key(from: peer, to: rank, number: expected[peer]), incoming[peer])
        expected[peer] += 1
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
