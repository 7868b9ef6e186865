import CNINMPI

/// The ranks that MPI has started.
final class MPICommunicator: Communicator {
  let rank: Int
  let size: Int
  private(set) var hosts: [String] = []
  let patience: Duration
  var whileWaiting: (() throws -> Void)?
  var isBroken = false

  /// Joins the job; once per process.
  /// - Throws: `CommunicationError`.
  init(patience: Duration) throws {
    var (rank, size): (Int32, Int32) = (0, 1)
    try Self.call { nin_mpi_start(&rank, &size, $0) }
    (self.rank, self.size) = (Int(rank), Int(size))
    self.patience = patience
    let host = Self.text { nin_mpi_host($0) }
    hosts = try gather(Array(host.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  func begin(
    _ outgoing: [UnsafeRawBufferPointer], into incoming: [UnsafeMutableRawBufferPointer],
    lane: Lane
  ) throws(CommunicationError) -> any Exchange {
    incoming[rank].copyMemory(from: outgoing[rank])
    let exchange = try MPIExchange(size: size, lane)
    for peer in 0..<size where peer != rank {
      try exchange.receive(incoming[peer], from: peer)
    }
    // Each rank starts with another one, so that they do not all send to rank 0 first.
    for step in 1..<max(size, 1) {
      let peer = (rank + step) % size
      try exchange.send(outgoing[peer], to: peer)
    }
    return exchange
  }

  func leave() { nin_mpi_finish() }

  func abandon(code: Int32) { nin_mpi_abort(code) }

  /// The name and version of the built-in MPI; nil in a build without MPI.
  static var library: String? {
    nin_mpi_is_built_in() ? text { nin_mpi_library($0) } : nil
  }

  private static func text(_ body: (UnsafeMutablePointer<CChar>) -> Void) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NIN_MPI_TEXT)) { buffer in
      buffer.initialize(repeating: 0)
      guard let start = buffer.baseAddress else { return "" }
      body(start)
      return String(cString: start)
    }
  }

  /// - Throws: `CommunicationError` with the message when `body` returns false.
  fileprivate static func call(
    _ body: (UnsafeMutablePointer<CChar>) -> Bool
  ) throws(CommunicationError) {
    var isDone = false
    let message = text { isDone = body($0) }
    if !isDone { throw .library(message) }
  }
}

/// Messages of MPI that have been started.
private final class MPIExchange: Exchange {
  private let size: Int
  private let handle: OpaquePointer

  init(size: Int, _ lane: Lane) throws(CommunicationError) {
    guard let handle = nin_mpi_open(Int32(size), Int32(lane.rawValue)) else {
      throw .library("no memory")
    }
    (self.size, self.handle) = (size, handle)
  }

  deinit { nin_mpi_close(handle) }

  func send(_ part: UnsafeRawBufferPointer, to peer: Int) throws(CommunicationError) {
    guard part.count > 0 else { return }
    try MPICommunicator.call {
      nin_mpi_send(handle, part.baseAddress, part.count, Int32(peer), $0)
    }
  }

  func receive(
    _ part: UnsafeMutableRawBufferPointer, from peer: Int
  ) throws(CommunicationError) {
    guard part.count > 0 else { return }
    try MPICommunicator.call {
      nin_mpi_receive(handle, part.baseAddress, part.count, Int32(peer), $0)
    }
  }

  func advance() throws(CommunicationError) -> Bool {
    var isComplete = false
    try MPICommunicator.call { nin_mpi_advance(handle, &isComplete, $0) }
    return isComplete
  }

  var missing: [Int] { (0..<size).filter { nin_mpi_is_waiting_for(handle, Int32($0)) } }
}
