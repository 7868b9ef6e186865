import CKernels
import Foundation

extension ExecutionContext {
  /// The number of processors that this process may use: those that it may run on, but no more than
  /// its control group grants.
  public static var usableProcessors: Int {
    // OpenMP must not be started with a variable that makes it abort; `init` says what is wrong.
    let isUsable = (try? checkEnvironment()) != nil
    let all = ProcessInfo.processInfo.activeProcessorCount
    let processors = isUsable ? min(all, max(1, Int(nin_processors()))) : all
    return min(processors, ProcessorQuota.granted.map { max(1, Int($0.rounded(.up))) } ?? .max)
  }

  /// The threads of a context unless another number is given: the value of `OMP_NUM_THREADS`, up to
  /// the number of processors; without that variable, `usableProcessors`.
  public static var defaultThreads: Int {
    guard (try? checkEnvironment()) != nil else { return 1 }
    let threads = min(Int(nin_default_threads()), maximumThreads)
    return getenv(threadsVariable) == nil ? min(threads, usableProcessors) : threads
  }

  private static let threadsVariable = "OMP_NUM_THREADS"

  /// LLVM's OpenMP aborts or starts too many threads when this variable does not hold a number of
  /// threads.
  /// - Throws: `KernelError.environment`.
  static func checkEnvironment() throws(KernelError) {
    guard let value = getenv(threadsVariable).map({ String(cString: $0) }) else { return }
    // The variable may be a list with a number for each level of nested parallelism.
    let numbers = value.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.trimmingCharacters(in: .whitespaces))
    }
    let isBlank = value.allSatisfy(\.isWhitespace)
    guard isBlank || numbers.allSatisfy({ $0.map { (1...maximumThreads).contains($0) } ?? false })
    else { throw .environment(variable: threadsVariable, value: value) }
  }
}
