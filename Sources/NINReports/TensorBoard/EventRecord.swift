import Foundation
import NINCheckpoints

/// An event of TensorBoard (tensorflow/core/util/event.proto) as a record of its file
/// (tensorflow/core/lib/io/record_writer.h).
enum EventRecord {
  /// The first record of each file.
  static func version(at time: Double) -> Data {
    record(time) { $0.add(3, "brain.Event:2") }
  }

  /// Marks the start of a session at a step: what earlier files say about it and later steps is
  /// void.
  static func start(at time: Double, step: Int) -> Data {
    var session = ProtobufMessage()
    session.add(1, 1)  // SessionLog.START
    return record(time, step: step) { $0.add(7, session) }
  }

  static func scalars(_ values: [(tag: String, value: Double)], at time: Double, step: Int) -> Data
  {
    var summary = ProtobufMessage()
    for (tag, value) in values {
      var entry = ProtobufMessage()
      entry.add(1, tag)
      entry.add(2, Float(value))
      summary.add(1, entry)
    }
    return record(time, step: step) { $0.add(5, summary) }
  }

  private static func record(
    _ time: Double, step: Int = 0, _ content: (inout ProtobufMessage) -> Void
  ) -> Data {
    var event = ProtobufMessage()
    event.add(1, time)
    event.add(2, step)
    content(&event)
    return framed(event.data)
  }

  /// Length, its checksum, content, its checksum.
  static func framed(_ content: Data) -> Data {
    let length = littleEndian(UInt64(content.count))
    return length + littleEndian(masked(length)) + content + littleEndian(masked(content))
  }

  /// The checksum, rotated and shifted as the format demands: a plain checksum of data that
  /// contains checksums would be weak.
  private static func masked(_ data: Data) -> UInt32 {
    let checksum = CRC32C.checksum(data)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> Data {
    withUnsafeBytes(of: value.littleEndian) { Data($0) }
  }
}
