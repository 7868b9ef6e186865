import NINKernels

/// What to do about an error, in the words of the command line: libraries do not know them.
enum Advice {
  /// The error and the advice, in one line.
  static func line(for error: any Error) -> String {
    switch error {
    case KernelError.outOfMemory(let bytes):
      "no memory for a buffer of \(bytes >> 20) MB; a smaller --chunk or --size needs less"
    default: "\(error)"
    }
  }
}
