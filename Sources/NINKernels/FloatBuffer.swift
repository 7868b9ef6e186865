import Foundation

/// Floats at an address that stays: zeros at first, aligned to a cache line, released with the
/// object.
///
/// Buffers of several MB ask the system for huge pages, which spares page faults in the first step.
public final class FloatBuffer {
  public let count: Int
  public let pointer: UnsafeMutablePointer<Float>

  /// - Throws: `KernelError.outOfMemory`.
  public init(count: Int) throws(KernelError) {
    let alignment = count >= 1 << 20 ? 1 << 21 : 64
    let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: 4)
    var memory: UnsafeMutableRawPointer?
    // The system may promise more memory than there is, and kill the process that believes it.
    guard count >= 0, !overflow, UInt64(bytes) <= ProcessInfo.processInfo.physicalMemory,
      posix_memalign(&memory, alignment, bytes) == 0, let memory
    else {
      throw .outOfMemory(bytes: bytes)
    }
    #if os(Linux)
      if alignment > 64 { _ = madvise(memory, bytes, MADV_HUGEPAGE) }
    #endif
    memset(memory, 0, bytes)
    self.count = count
    self.pointer = memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  deinit { free(pointer) }

  public var elements: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }

  /// Sets every element to zero.
  public func clear() {
    memset(pointer, 0, count * 4)
  }
}
