import CKernels

/// Why a kernel refused a call. The caller's arguments were wrong; nothing was computed.
public enum KernelError: Error, Hashable, Sendable, CustomStringConvertible {
  case invalidShape
  case invalidArgument
  case tooLarge
  case unavailable(ISA)
  case outOfMemory(bytes: Int)
  /// A variable of the environment holds what OpenMP cannot take.
  case environment(variable: String, value: String)

  public var description: String {
    switch self {
    case .invalidShape: "a kernel was given a shape it cannot have"
    case .invalidArgument: "a kernel was given a null pointer or a value out of range"
    case .tooLarge: "a kernel was given a shape whose memory no size can hold"
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

/// Turns a status of the C target into an error; every call goes through here.
func check(_ status: nin_status, _ context: nin_context) throws(KernelError) {
  switch status {
  case NIN_OK: return
  case NIN_INVALID_SHAPE: throw .invalidShape
  case NIN_TOO_LARGE: throw .tooLarge
  case NIN_ISA_UNAVAILABLE: throw .unavailable(ISA(context.isa))
  default: throw .invalidArgument
  }
}
