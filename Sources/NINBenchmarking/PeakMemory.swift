import Foundation

/// The most memory that this process has used.
public enum PeakMemory {
  /// Starts a new measurement, if the system can do that (Linux: proc_pid_clear_refs(5)).
  public static func reset() {
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
  }

  /// The peak in millions of bytes.
  public static var megabytes: Double {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Double(usage.ru_maxrss) * 1024e-6
    #else
      getrusage(RUSAGE_SELF, &usage)
      return Double(usage.ru_maxrss) * 1e-6
    #endif
  }
}
