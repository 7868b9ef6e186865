import Foundation

/// The number types that are read from safetensors files. All are converted to `Float`.
enum ElementType: String, CaseIterable {
  case single = "F32"
  case half = "F16"
  case brain = "BF16"
  case double = "F64"

  var bytes: Int {
    switch self {
    case .half, .brain: 2
    case .single: 4
    case .double: 8
    }
  }

  /// The numbers in `data`, little-endian.
  func values(_ data: Data) -> [Float] {
    let count = data.count / bytes
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = count
      data.withUnsafeBytes { raw in
        for index in 0..<count { buffer[index] = value(raw, index * bytes) }
      }
    }
  }

  private func value(_ raw: UnsafeRawBufferPointer, _ place: Int) -> Float {
    func bits<Bits: FixedWidthInteger>(_ type: Bits.Type) -> Bits {
      Bits(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: Bits.self))
    }
    switch self {
    case .single: return Float(bitPattern: bits(UInt32.self))
    case .half: return Self.float(half: bits(UInt16.self))
    case .brain: return Float(bitPattern: UInt32(bits(UInt16.self)) << 16)
    case .double: return Float(Double(bitPattern: bits(UInt64.self)))
    }
  }

  /// Converts IEEE 754's binary16 (one sign bit, five exponent bits, ten fraction bits), which
  /// Swift does not have on every machine.
  private static func float(half bits: UInt16) -> Float {
    let (sign, exponent) = (UInt32(bits >> 15) << 31, UInt32(bits >> 10) & 0x1F)
    let fraction = UInt32(bits) & 0x3FF
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
