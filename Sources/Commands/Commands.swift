import Foundation
import Kernels

/// The command line as a library: everything `nin` does, from its arguments to its exit code.
public enum Commands {
  public static let version = "0.1.0"

  /// Runs `nin` with `arguments` (without the program's name).
  /// - Returns: the exit code.
  public static func run(arguments: [String]) -> Int32 {
    // A reader who left and a file at its size limit are errors of one write, not of the process.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    let console = Console()
    var code = run(arguments, console)
    if let failure = console.outputFailure {
      console.note("Error: standard output cannot be written: \(failure)")
      code = .failure
    }
    return code.rawValue
  }

  /// The commands, in the order of the overview.
  static let all: [Command] = [.train, .eval, .summary, .bench, .verify]

  static func run(_ arguments: [String], _ console: Console) -> ExitCode {
    do {
      return try dispatch(arguments[...], console)
    } catch let error as UsageError {
      console.note("\(error)")
      return .usage
    } catch KernelError.outOfMemory(let bytes) {
      console.note(
        "Error: no memory for a buffer of \(bytes >> 20) MB; a smaller --chunk or --size needs less"
      )
      return .failure
    } catch {
      console.note("Error: \(error)")
      return .failure
    }
  }

  private static func dispatch(
    _ arguments: ArraySlice<String>, _ console: Console
  ) throws -> ExitCode {
    let help = Help(columns: console.columns)
    switch arguments.first {
    case nil, "-h", "--help":
      console.print(help.overview(all))
    case "--version":
      console.print("nin \(version)")
    case "help":
      let named = try arguments.dropFirst().first.map { try command(named: $0) }
      console.print(named.map(help.text) ?? help.overview(all))
    case let name?:
      let command = try command(named: name)
      if asksForHelp(arguments) {
        console.print(help.text(command))
        return .success
      }
      var parser = ArgumentParser(command, arguments.dropFirst())
      return try command.run(try parser.parse(), console)
    }
    return .success
  }

  private static func asksForHelp(_ arguments: ArraySlice<String>) -> Bool {
    arguments.prefix { $0 != "--" }.contains { $0 == "-h" || $0 == "--help" }
  }

  private static func command(named name: String) throws(UsageError) -> Command {
    if let command = all.first(where: { $0.name == name }) { return command }
    let kind = name.hasPrefix("-") ? "option" : "command"
    throw UsageError(
      "unknown \(kind) '\(name)'"
        + Suggestion.text(for: name, among: all.map(\.name) + ["help", "--help", "--version"]),
      command: nil)
  }
}
