import CKernels
import Foundation

extension ExecutionContext {
  /// The threads that a context uses unless told otherwise: what `OMP_NUM_THREADS` asks for, else
  /// as many as this process has processors; no more than those either way, and no more than its
  /// control group grants.
  public static var defaultThreads: Int {
    // OpenMP must not be started with a variable that makes it abort; `init` says what is wrong.
    guard (try? checkEnvironment()) != nil else { return 1 }
    let threads = min(Int(nin_default_threads()), maximumThreads)
    guard getenv(threadsVariable) == nil, let granted = ProcessorQuota.granted else {
      return threads
    }
    return min(threads, max(1, Int(granted.rounded(.up))))
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
