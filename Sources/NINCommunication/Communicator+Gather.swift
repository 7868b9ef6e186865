extension Communicator {
  /// The bytes of the first message, which has a fixed length: the length of the data, then as many
  /// of the data as fit.
  private static var frame: Int { 1024 }
  private static var room: Int { frame - 8 }

  /// The values of all ranks, by rank. Their number may differ.
  /// - Throws: `CommunicationError`; the errors of `whileWaiting`.
  public func gather<Value: BitwiseCopyable>(_ values: [Value]) throws -> [[Value]] {
    guard size > 1 else { return [values] }
    let parts = try gather(bytes: values.withUnsafeBytes(Array.init))
    return parts.map { part in
      part.withUnsafeBytes { bytes in
        (0..<(bytes.count / MemoryLayout<Value>.stride)).map {
          bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Value>.stride, as: Value.self)
        }
      }
    }
  }

  /// The bytes of rank 0; those of the other ranks are ignored.
  /// - Throws: `CommunicationError`; the errors of `whileWaiting`.
  public func broadcast(_ bytes: [UInt8]) throws -> [UInt8] {
    try gather(rank == 0 ? bytes : [])[0]
  }

  /// Whether `flag` is true on at least one rank.
  /// - Throws: `CommunicationError`; the errors of `whileWaiting`.
  public func any(_ flag: Bool) throws -> Bool {
    try gather([flag ? 1 : 0] as [UInt8]).contains { $0.first == 1 }
  }

  /// Exchanges the first messages, which are enough for most data, then the rest of longer data.
  private func gather(bytes: [UInt8]) throws -> [[UInt8]] {
    let heads = try exchangeFrames(bytes)
    let counts = heads.map { head in
      head.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
    }
    var parts = zip(heads, counts).map { Array($0[8..<(8 + min($1, Self.room))]) }
    guard counts.contains(where: { $0 > Self.room }) else { return parts }
    let tails = try exchange(
      Array(bytes.dropFirst(Self.room)), counts: counts.map { max($0 - Self.room, 0) })
    for rank in parts.indices { parts[rank] += tails[rank] }
    return parts
  }

  private func exchangeFrames(_ bytes: [UInt8]) throws -> [[UInt8]] {
    var frame = withUnsafeBytes(of: UInt64(bytes.count), Array.init) + bytes.prefix(Self.room)
    frame += [UInt8](repeating: 0, count: Self.frame - frame.count)
    return try exchange(frame, counts: Array(repeating: Self.frame, count: size))
  }

  /// Sends `bytes` to every rank and receives `counts[rank]` from each.
  private func exchange(_ bytes: [UInt8], counts: [Int]) throws -> [[UInt8]] {
    let out = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    out.copyBytes(from: bytes)
    let all = UnsafeMutableRawBufferPointer.allocate(
      byteCount: counts.reduce(0, +), alignment: 16)
    var incoming: [UnsafeMutableRawBufferPointer] = []
    var start = 0
    for count in counts {
      incoming.append(.init(rebasing: all[start..<(start + count)]))
      start += count
    }
    // After an error, MPI may still use the memory of messages, so it is not released.
    try finish(
      try begin(counts.map { _ in UnsafeRawBufferPointer(out) }, into: incoming, lane: .work))
    defer {
      out.deallocate()
      all.deallocate()
    }
    return incoming.map(Array.init)
  }
}
