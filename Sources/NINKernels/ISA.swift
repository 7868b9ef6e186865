import CKernels

/// An instruction set the kernels are built for.
public enum ISA: String, CaseIterable, Codable, Sendable, CustomStringConvertible {
  case scalar
  case avx2
  case avx512
  case neon
  /// The 16-wide template in portable C: the twin of AVX-512 on machines that lack it.
  case wide16

  /// Those that this build and this processor can run.
  public static var available: [ISA] { allCases.filter(\.isAvailable) }

  /// The fastest one available, by feature bits.
  public static var best: ISA { ISA(nin_isa_best()) }

  public var isAvailable: Bool { nin_isa_available(raw) }

  /// Floats in one vector; 0 when the set is not available.
  public var width: Int { Int(nin_isa_width(raw)) }

  /// Whether this processor has instructions that make `MathMode.bf16` faster than `fast`; without
  /// them it is slower.
  public var hasBF16: Bool { nin_isa_has_bf16(raw) }

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
