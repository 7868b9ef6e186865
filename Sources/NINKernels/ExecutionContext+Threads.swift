import CKernels
import Foundation

extension ExecutionContext {
  /// Processors that this process may use: those it may run on, and no more than its control group
  /// grants.
  public static var usableProcessors: Int {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    return min(processors, ProcessorQuota.granted.map { max(1, Int($0.rounded(.up))) } ?? .max)
  }

  /// The threads that a context uses unless told otherwise: what `OMP_NUM_THREADS` asks for, up to
  /// the processors that the process may run on; else `usableProcessors`.
  public static var defaultThreads: Int {
    // OpenMP must not be started with a variable that makes it abort; `init` says what is wrong.
    guard (try? checkEnvironment()) != nil else { return 1 }
    let threads = min(Int(nin_default_threads()), maximumThreads)
    return getenv(threadsVariable) == nil ? min(threads, usableProcessors) : threads
  }

  private static let threadsVariable = "OMP_NUM_THREADS"

  /// LLVM's OpenMP aborts, or starts threads without end, when this variable holds no number of
  /// threads.
  /// - Throws: `KernelError.environment`.
  static func checkEnvironment() throws(KernelError) {
    guard let value = getenv(threadsVariable).map({ String(cString: $0) }) else { return }
    // A list has a number for each level of nested parallelism.
    let numbers = value.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.trimmingCharacters(in: .whitespaces))
    }
    let isBlank = value.allSatisfy(\.isWhitespace)
    guard isBlank || numbers.allSatisfy({ $0.map { (1...maximumThreads).contains($0) } ?? false })
    else { throw .environment(variable: threadsVariable, value: value) }
  }
}
