import Foundation

/// Floats at an address that does not change. They are zeros at first, aligned to a cache line, and
/// released with the object.
///
/// A buffer of several MB takes memory page by page as it is written to. It asks the system for
/// huge pages, which avoids page faults in the first step.
public final class FloatBuffer {
  /// The number of floats.
  public let count: Int
  /// The first float.
  public let pointer: UnsafeMutablePointer<Float>
  /// Nil when the memory comes from the allocator.
  private let mapping: (base: UnsafeMutableRawPointer, bytes: Int)?

  /// A buffer of `count` zeros.
  /// - Throws: `KernelError.outOfMemory`.
  public init(count: Int) throws(KernelError) {
    let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: 4)
    // The system may promise more memory than there is, and kill the process that then uses it.
    guard count >= 0, !overflow, UInt64(bytes) <= ProcessInfo.processInfo.physicalMemory,
      let (memory, mapping) = bytes < Self.mappedBytes ? Self.allocate(bytes) : Self.map(bytes)
    else {
      throw .outOfMemory(bytes: bytes)
    }
    self.count = count
    self.mapping = mapping
    self.pointer = memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  deinit {
    if let mapping { munmap(mapping.base, mapping.bytes) } else { free(pointer) }
  }

  private typealias Memory = (
    start: UnsafeMutableRawPointer, mapping: (base: UnsafeMutableRawPointer, bytes: Int)?
  )

  private static let mappedBytes = 4 << 20
  private static let hugePage = 2 << 20

  private static func allocate(_ bytes: Int) -> Memory? {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, 64, bytes) == 0, let memory else { return nil }
    memset(memory, 0, bytes)
    return (memory, nil)
  }

  /// New pages are zeros.
  private static func map(_ bytes: Int) -> Memory? {
    let all = bytes + hugePage
    let base = mmap(nil, all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let base, base != MAP_FAILED else { return nil }
    let start = base.alignedUp(toMultipleOf: hugePage)
    #if os(Linux)
      _ = madvise(start, bytes, MADV_HUGEPAGE)
    #endif
    return (start, (base, all))
  }

  /// All floats; valid as long as the object lives.
  public var elements: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }

  /// Sets every element to zero.
  public func clear() {
    memset(pointer, 0, count * 4)
  }
}
