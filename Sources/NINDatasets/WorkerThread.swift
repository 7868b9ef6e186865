import Foundation

/// A thread that reports when the system cannot create it, unlike Foundation's `Thread`.
enum WorkerThread {
  private final class Work {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs `work` on a new thread.
  /// - Returns: false when the system cannot create one; `work` is then not run.
  static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let argument = Unmanaged.passRetained(Work(work))
    let code = pthread_create(
      &thread, nil,
      { argument in
        // On Darwin the argument is not optional.
        let argument: UnsafeMutableRawPointer? = argument
        argument.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
        return nil
      }, argument.toOpaque())
    guard code == 0 else {
      argument.release()
      return false
    }
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
    return true
  }
}
