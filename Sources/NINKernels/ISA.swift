import CKernels

/// An instruction set that the kernels are built for.
public enum ISA: String, CaseIterable, Codable, Sendable, CustomStringConvertible {
  /// One float at a time, in portable C.
  case scalar
  /// AVX2 with fused multiply-add, 8 floats at a time.
  case avx2
  /// AVX-512, 16 floats at a time.
  case avx512
  /// NEON on 64-bit Arm, 4 floats at a time.
  case neon
  /// The 16-wide kernels in portable C, which tests them on machines without AVX-512.
  case wide16

  /// The sets that this build and this processor can run.
  public static var available: [ISA] { allCases.filter(\.isAvailable) }

  /// The fastest one available, by feature bits.
  public static var best: ISA { ISA(nin_isa_best()) }

  /// Whether this build and this processor can run it.
  public var isAvailable: Bool { nin_isa_available(raw) }

  /// Floats in one vector; 0 when the set is not available.
  public var width: Int { Int(nin_isa_width(raw)) }

  /// Whether this processor has instructions that make `MathMode.bf16` faster than `fast`; without
  /// them it is slower.
  public var hasBF16: Bool { nin_isa_has_bf16(raw) }

  /// Its name: "avx2".
  public var description: String { rawValue }

  var raw: nin_isa {
    switch self {
    case .scalar: NIN_ISA_SCALAR
    case .avx2: NIN_ISA_AVX2
    case .avx512: NIN_ISA_AVX512
    case .neon: NIN_ISA_NEON
    case .wide16: NIN_ISA_WIDE16
    }
  }

  init(_ raw: nin_isa) {
    self = Self.allCases.first { $0.raw == raw } ?? .scalar
  }
}
