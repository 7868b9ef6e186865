import CNINCommit
import Foundation
import NINDatasets
import NINReports

/// The command line as a library: everything that `nin` and `nin-bench` do, from their arguments to
/// their exit codes.
public enum Commands {
  /// The version of the program and the library, as the git tag has it.
  public static let version = "0.1.0"

  /// The commands, in the order of the overview.
  static let all: [Command] = [
    .train, .eval, .predict, .maps, .export, .importing, .summary, .recipes, .dataFetch,
    .dataShow, .bench, .verify, .doctor, .completions, .help,
  ]

  /// Runs `nin` with the arguments of this process.
  /// - Returns: the exit code.
  public static func runProcess() -> Int32 { runProcess(run) }

  /// Runs `nin-bench` with the arguments of this process.
  /// - Returns: the exit code.
  public static func runBenchProcess() -> Int32 {
    runProcess { run(.ninBench, $0[...], $1, $2) }
  }

  private static func runProcess(
    _ program: ([String], Console, Job) -> ExitCode
  ) -> Int32 {
    openStandardFiles()
    removeAbandonedRegistration()
    // A closed pipe or a file at its size limit is an error of one write, not of the process.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    let job = Job(environment: ProcessInfo.processInfo.environment)
    let console = Console(isSilent: !job.isFirst)
    var code: ExitCode
    do throws(UsageError) {
      code = program(try arguments(), console, job)
    } catch {
      console.note(error.text(of: nil))
      code = .usage
    }
    if let failure = console.outputFailure {
      console.note("Error: standard output cannot be written: \(failure)")
      code = .failure
    }
    // All ranks have the same arguments. A launcher kills the others when one of them fails, perhaps
    // before the first has printed what is wrong, so only the first one fails.
    if code == .usage, !job.isFirst { code = .success }
    job.end(code)
    return code.rawValue
  }

  /// The arguments of this process, without the program's name.
  private static func arguments() throws(UsageError) -> [String] {
    var texts: [String] = []
    for index in 1..<max(Int(CommandLine.argc), 1) {
      guard let argument = CommandLine.unsafeArgv[index] else { break }
      guard let text = String(validatingCString: argument) else {
        // A repaired name would be that of another file.
        // Whether a C character has a sign depends on the processor.
        let bytes = UnsafeRawBufferPointer(start: argument, count: strlen(argument))
        let name = NameBytes.escaped(Array(bytes))
        throw UsageError("'\(name)' is not UTF-8; rename the file or give a link to it")
      }
      texts.append(text)
    }
    return texts
  }

  // A killed process leaves a file in which the OpenMP runtime of LLVM registered. A later process
  // with the same number would read it, and an empty one would end it with SIGBUS.
  private static func removeAbandonedRegistration() {
    #if os(Linux)
      unlink("/dev/shm/__KMP_REGISTERED_LIB_\(getpid())_\(Int32(bitPattern: getuid()))")
    #endif
  }

  // Otherwise the first file that is opened would get the number of a closed one, and with it
  // everything that is printed.
  private static func openStandardFiles() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(number, F_GETFD) < 0 && errno == EBADF {
      _ = open("/dev/null", O_RDWR)
    }
  }

  private static func run(_ arguments: [String], _ console: Console, _ job: Job) -> ExitCode {
    switch arguments.first {
    case nil, "-h", "--help": console.print(help(all, console))
    case "--version": console.print(versionText)
    case _?:
      do throws(UsageError) {
        let named = try commands(named: arguments[...])
        if named.count == 1 {
          return run(named[0], arguments.dropFirst(named[0].words.count), console, job)
        }
        guard asksForHelp(arguments[...]) else { throw unknown(arguments[...], among: named) }
        console.print(help(named, console))
      } catch {
        console.note(error.text(of: nil))
        return .usage
      }
    }
    return .success
  }

  private static func run(
    _ command: Command, _ arguments: ArraySlice<String>, _ console: Console, _ job: Job
  ) -> ExitCode {
    if asksForHelp(arguments) {
      console.print(help([command], console))
      return .success
    }
    guard command.isShared || job.isFirst else { return .success }
    do {
      return try command.run(arguments, console, job)
    } catch let error as UsageError {
      console.note(error.text(of: command))
      return .usage
    } catch {
      job.report(error, console)
      return .failure
    }
  }

  /// The help of one command or the overview of several.
  static func help(_ commands: [Command], _ console: Console) -> String {
    let help = Help(columns: console.columns)
    if commands.count == 1 { return help.text(commands[0]) }
    return commands.count == all.count ? help.overview(commands) : help.list(commands)
  }

  /// The command whose name `arguments` begin with. If they only have the first word of a name, all
  /// commands with that word.
  static func commands(
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

  private static func asksForHelp(_ arguments: ArraySlice<String>) -> Bool {
    arguments.prefix { $0 != "--" }.contains { $0 == "-h" || $0 == "--help" }
  }

  /// The commit that this was built from, as far as it is known; uncommitted changes do not show.
  static var commit: String? {
    nin_commit().map { String(cString: $0).trimmingCharacters(in: .newlines) }
  }

  private static var versionText: String {
    let executable = Bundle.main.executablePath ?? "nin"
    let origin = commit.map { "commit \($0.prefix(10)) or changes to it" } ?? "unknown commit"
    return
      "nin \(version) (\(origin), \(RunEnvironment.buildConfiguration) build, \(executable))"
  }

  /// - Parameter group: the commands that share the first of the arguments.
  private static func unknown(
    _ arguments: ArraySlice<String>, among group: [Command]
  ) -> UsageError {
    guard let first = group.first else {
      let name = arguments.first ?? ""
      let names = all.flatMap { [$0.name, $0.words[0]] } + ["--help", "--version"]
      return UsageError(
        "unknown \(name.hasPrefix("-") ? "option" : "command") '\(name)'"
          + Suggestion.text(for: name, among: names))
    }
    let second = arguments.dropFirst().first ?? ""
    return UsageError(
      "'nin \(first.words[0])' is followed by one of "
        + group.map { $0.words[1] }.joined(separator: ", ")
        + Suggestion.text(for: second, among: group.map { $0.words[1] }))
  }
}
