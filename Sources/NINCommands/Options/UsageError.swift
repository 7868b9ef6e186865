/// A command line that cannot be understood. Exit code 64 (`EX_USAGE` of sysexits).
struct UsageError: Error, CustomStringConvertible {
  /// One line that names the argument at fault.
  let message: String
  /// The command whose help would tell; nil when none was named.
  let command: Command?

  init(_ message: String, command: Command?) {
    self.message = message
    self.command = command
  }

  /// The three lines for the terminal.
  var description: String {
    let name = command.map { "nin \($0.name)" } ?? "nin"
    let usage = command?.usage ?? "nin <command> [options]"
    return "Error: \(message)\nUsage: \(usage)\nSee '\(name) --help' for more."
  }
}
