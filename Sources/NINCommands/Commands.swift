import Foundation
import NINKernels

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
  static let all: [Command] = [
    .train, .eval, .predict, .maps, .export, .importing, .summary, .dataFetch, .dataShow, .bench,
    .verify, .doctor, .completions,
  ]

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
      let named = try arguments.count == 1 ? all : commands(named: arguments.dropFirst())
      console.print(named.count == 1 ? help.text(named[0]) : help.overview(named))
    case _?:
      let named = try commands(named: arguments)
      if asksForHelp(arguments) {
        console.print(named.count == 1 ? help.text(named[0]) : help.overview(named))
        return .success
      }
      guard named.count == 1 else { throw unknown(arguments, among: named) }
      var parser = ArgumentParser(named[0], arguments.dropFirst(named[0].words.count))
      return try named[0].run(try parser.parse(), console)
    }
    return .success
  }

  private static func asksForHelp(_ arguments: ArraySlice<String>) -> Bool {
    arguments.prefix { $0 != "--" }.contains { $0 == "-h" || $0 == "--help" }
  }

  /// The command that `arguments` begin with, or all whose first word they name and no second.
  private static func commands(
    named arguments: ArraySlice<String>
  ) throws(UsageError) -> [Command] {
    if let command = all.first(where: { arguments.starts(with: $0.words) }) { return [command] }
    let group = all.filter { $0.words.first == arguments.first }
    let second = arguments.dropFirst().first
    guard !group.isEmpty, second?.hasPrefix("-") ?? true else {
      throw unknown(arguments, among: group)
    }
    return group
  }

  /// - Parameter group: the commands that share the first of the arguments.
  private static func unknown(
    _ arguments: ArraySlice<String>, among group: [Command]
  ) -> UsageError {
    guard let first = group.first else {
      let name = arguments.first ?? ""
      let names = all.flatMap { [$0.name, $0.words[0]] } + ["help", "--help", "--version"]
      return UsageError(
        "unknown \(name.hasPrefix("-") ? "option" : "command") '\(name)'"
          + Suggestion.text(for: name, among: names), command: nil)
    }
    let second = arguments.dropFirst().first ?? ""
    return UsageError(
      "'nin \(first.words[0])' is followed by one of "
        + group.map { $0.words[1] }.joined(separator: ", ")
        + Suggestion.text(for: second, among: group.map { $0.words[1] }), command: nil)
  }
}
