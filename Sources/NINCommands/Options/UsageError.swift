/// A command line that cannot be understood. Exit code 64 (`EX_USAGE` of sysexits).
struct UsageError: Error {
  /// One line that names the argument at fault.
  let message: String

  init(_ message: String) {
    self.message = message
  }

  /// The three lines for the terminal.
  /// - Parameter command: the one whose help would tell; nil when none was named.
  func text(of command: Command?) -> String {
    let name = command.map { "nin \($0.name)" } ?? "nin"
    let usage = command?.usage ?? "nin <command> [options]"
    return "Error: \(message)\nUsage: \(usage)\nSee '\(name) --help' for more."
  }
}
