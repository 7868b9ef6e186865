/// A checksum of 64 bits (FNV-1a, isthe.com/chongo/tech/comp/fnv, on words of 32 bits). It finds
/// every change of a single word. It does not protect against intentional changes.
struct Fingerprint {
  private var sum: UInt64 = 0xCBF2_9CE4_8422_2325

  var hexadecimal: String {
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  mutating func add(_ word: UInt32) {
    sum = (sum ^ UInt64(word)) &* 0x100_0000_01B3
  }

  mutating func add(_ text: String) {
    add(UInt32(truncatingIfNeeded: text.utf8.count))
    for byte in text.utf8 { add(UInt32(byte)) }
  }

  mutating func add(_ values: [Float]) {
    add(UInt32(truncatingIfNeeded: values.count))
    values.withUnsafeBufferPointer { values in
      for value in values { add(value.bitPattern) }
    }
  }
}
