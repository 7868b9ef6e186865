import CKernels

/// Where kernels run: which instruction set, on how many threads. Results differ between
/// instruction sets by rounding only, and never between thread counts.
public struct ExecutionContext: Hashable, Sendable {
  public let isa: ISA
  public let threads: Int

  /// The most threads a context may ask for.
  public static let maximumThreads = 1024

  /// - Throws: `KernelError` when `isa` cannot run here, `threads` is not in `1...maximumThreads`, or
  ///   the environment holds a variable that OpenMP cannot take.
  public init(isa: ISA = .best, threads: Int = defaultThreads) throws(KernelError) {
    try Self.checkEnvironment()
    guard isa.isAvailable else { throw .unavailable(isa) }
    guard (1...Self.maximumThreads).contains(threads) else { throw .invalidArgument }
    self.isa = isa
    self.threads = threads
  }

  /// Threads that a parallel region of this context really gets.
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
