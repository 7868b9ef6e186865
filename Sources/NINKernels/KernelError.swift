import CKernels

/// Why a kernel refused a call. Nothing was computed.
public enum KernelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An extent is out of range, or a kernel does not fit its image.
  case invalidShape
  /// A pointer is null, or a number is out of range.
  case invalidArgument
  /// The number of bytes does not fit an integer.
  case tooLarge
  /// This build or this processor does not have the instruction set.
  case unavailable(ISA)
  /// There is no memory for a buffer of so many bytes.
  case outOfMemory(bytes: Int)
  /// An environment variable that OpenMP reads has an impossible value.
  case environment(variable: String, value: String)

  /// One line that names the value at fault.
  public var description: String {
    switch self {
    case .invalidShape: "a kernel was given an impossible shape"
    case .invalidArgument: "a kernel was given a null pointer or a value out of range"
    case .tooLarge: "a kernel was given a shape that needs more memory than can be addressed"
    case .unavailable(let isa):
      "the instruction set '\(isa)' is not available here; available: "
        + ISA.available.map(\.description).joined(separator: ", ")
    case .outOfMemory(let bytes): "no memory for a buffer of \(bytes) bytes"
    case .environment(let variable, let value):
      "\(variable) is '\(value)', but must be a number from 1 to "
        + "\(ExecutionContext.maximumThreads); correct it or unset it"
    }
  }
}

/// Turns a status of the C target into an error. Every call into C passes through here.
func check(_ status: nin_status, _ context: nin_context) throws(KernelError) {
  switch status {
  case NIN_OK: return
  case NIN_INVALID_SHAPE: throw .invalidShape
  case NIN_TOO_LARGE: throw .tooLarge
  case NIN_ISA_UNAVAILABLE: throw .unavailable(ISA(context.isa))
  default: throw .invalidArgument
  }
}
