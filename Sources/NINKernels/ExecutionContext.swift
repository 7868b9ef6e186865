import CKernels

/// Where kernels run: on which instruction set and on how many threads. Instruction sets differ in
/// rounding only. The number of threads does not change any result.
public struct ExecutionContext: Hashable, Sendable {
  /// The instruction set.
  public let isa: ISA
  /// The number of threads.
  public let threads: Int

  /// The most threads that a context may have.
  public static let maximumThreads = 1024

  /// - Throws: `KernelError` when `isa` cannot run here, `threads` is not in `1...maximumThreads`,
  ///   or `OMP_NUM_THREADS` is not a number of threads.
  public init(isa: ISA = .best, threads: Int = defaultThreads) throws(KernelError) {
    try Self.checkEnvironment()
    guard isa.isAvailable else { throw .unavailable(isa) }
    guard (1...Self.maximumThreads).contains(threads) else { throw .invalidArgument }
    self.isa = isa
    self.threads = threads
  }

  /// The threads that a parallel region of this context really gets.
  public var teamSize: Int {
    withUnsafePointer(to: raw) { Int(nin_team_size($0)) }
  }

  var raw: nin_context { nin_context(isa: isa.raw, threads: Int32(threads)) }
}

extension ExecutionContext {
  /// Runs a kernel with this context and turns its status into an error.
  func run(_ kernel: (UnsafePointer<nin_context>) -> nin_status) throws(KernelError) {
    let context = raw
    try check(withUnsafePointer(to: context, kernel), context)
  }
}
