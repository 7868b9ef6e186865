/// A command line that cannot be understood. Exit code 64 (`EX_USAGE` of sysexits).
struct UsageError: Error {
  /// One line, with the argument at fault.
  let message: String

  init(_ message: String) {
    self.message = message
  }

  /// Three lines for the terminal.
  /// - Parameter command: the command that was called; nil if there was none.
  func text(of command: Command?) -> String {
    let name = command?.invocation ?? "nin"
    let usage = command?.usage ?? "nin <command> [options]"
    return "Error: \(message)\nUsage: \(usage)\nSee '\(name) --help' for more."
  }
}
