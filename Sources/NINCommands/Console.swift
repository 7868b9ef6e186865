import Foundation

/// Prints the text of a command: results to standard output, everything else to standard error.
///
/// A closed pipe (`nin … | head`) is not an error, but a full disk is.
final class Console: @unchecked Sendable {
  // Only one thread of a command prints.

  let environment: [String: String]
  private let output: Int32
  private let error: Int32
  private let isSilent: Bool
  private(set) var outputFailure: String?
  /// Whether the reader of the results has closed the pipe.
  private(set) var hasLostReader = false

  /// - Parameter isSilent: whether nothing is shown: another process of the same job shows it.
  init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    output: Int32 = STDOUT_FILENO, error: Int32 = STDERR_FILENO, isSilent: Bool = false
  ) {
    self.environment = environment
    self.output = output
    self.error = error
    self.isSilent = isSilent
  }

  /// Prints a line of the result. A pipe or a file gets it unchanged.
  func print(_ line: String) {
    if isSilent { return }
    let text = isatty(output) == 1 ? Self.harmless(line) : line
    if let failure = write(text + "\n", to: output) { outputFailure = failure }
  }

  /// Prints a line that is not a result.
  func note(_ line: String) {
    if !isSilent { insist(line) }
  }

  /// A line for people that even a silent console shows.
  func insist(_ line: String) {
    _ = write(Self.harmless(line) + "\n", to: error)
  }

  /// Escapes what would command a terminal, because names of files and classes may hold anything.
  private static func harmless(_ text: String) -> String {
    func isCommand(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
    }
    guard text.unicodeScalars.contains(where: isCommand) else { return text }
    return text.unicodeScalars.map { isCommand($0) ? $0.escaped(asASCII: true) : String($0) }
      .joined()
  }

  /// Prints text that is not a result, without a line end.
  func noteRaw(_ text: String) {
    if !isSilent { _ = write(text, to: error) }
  }

  /// Whether standard error is a terminal that can overwrite a line.
  var isTerminal: Bool { isatty(error) == 1 && environment["TERM"] != "dumb" }

  /// Whether results are shown on a terminal.
  var isOutputTerminal: Bool { isatty(output) == 1 && environment["TERM"] != "dumb" }

  /// Characters in a line: the value of `COLUMNS`, or else the width of the terminal, or else 80.
  var columns: Int {
    if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
    for file in [output, error] {
      var size = winsize()
      if ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    }
    return 80
  }

  /// Returns why it failed, or nil. A closed pipe is no failure.
  private func write(_ text: String, to file: Int32) -> String? {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if written > 0 {
        bytes = bytes.dropFirst(written)
      } else if errno != EINTR {
        guard errno == EPIPE else { return String(cString: strerror(errno)) }
        hasLostReader = hasLostReader || file == output
        return nil
      }
    }
    return nil
  }
}
