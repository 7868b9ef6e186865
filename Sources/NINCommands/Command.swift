import NINCommunication

/// A command, declared once: its parser, its help and its completions come from here.
struct Command: Sendable {
  /// Options under one heading of the help, with their defaults.
  struct Group: Sendable {
    let title: String
    let options: [OptionFacts]
  }

  /// One word or two: "train", "data fetch".
  let name: String
  /// What one types before its arguments: "nin data fetch".
  let invocation: String
  /// One sentence for the overview.
  let abstract: String
  let discussion: String
  let operands: [OperandFacts]
  let groups: [Group]
  /// Whether the processes that a launcher has started share the work; otherwise the first of them
  /// does it alone.
  let isShared: Bool
  /// Reads the arguments after the command's name and does the work; returns the exit code.
  let run: @Sendable (ArraySlice<String>, Console, Job) throws -> ExitCode

  /// A command that one process does.
  /// - Parameter invocation: nil for a command of `nin`.
  init<Options: CommandOptions>(
    _ name: String, _ abstract: String, invocation: String? = nil, discussion: String = "",
    run: @escaping @Sendable (Options, Console) throws -> ExitCode
  ) {
    self.init(
      name, abstract, invocation: invocation, discussion: discussion, isShared: false
    ) { options, console, _ in
      try run(options, console)
    }
  }

  /// A command that the processes of a job share.
  init<Options: CommandOptions>(
    _ name: String, _ abstract: String, discussion: String = "",
    shared run: @escaping @Sendable (Options, Console, any Communicator) throws -> ExitCode
  ) {
    self.init(name, abstract, invocation: nil, discussion: discussion, isShared: true) {
      options, console, job in
      try run(options, console, try job.join())
    }
  }

  private init<Options: CommandOptions>(
    _ name: String, _ abstract: String, invocation: String?, discussion: String, isShared: Bool,
    run: @escaping @Sendable (Options, Console, Job) throws -> ExitCode
  ) {
    self.name = name
    self.invocation = invocation ?? "nin \(name)"
    self.abstract = abstract
    self.discussion = discussion
    operands = Options.operands.map(\.facts)
    self.isShared = isShared
    let defaults = Options()
    groups = Options.groups.map { group in
      Group(title: group.title, options: group.options.map { $0.described(by: defaults) })
    }
    self.run = { arguments, console, job in
      var parser = CommandLineParser<Options>(arguments)
      return try run(try parser.parse(), console, job)
    }
  }

  var options: [OptionFacts] { groups.flatMap(\.options) }

  var words: [String] { name.split(separator: " ").map(String.init) }

  /// "nin eval <run> [options]".
  var usage: String {
    ([invocation] + operands.map(\.usage) + (options.isEmpty ? [] : ["[options]"]))
      .joined(separator: " ")
  }
}

/// What a process returns to its parent.
enum ExitCode: Int32, Sendable {
  case success = 0
  /// Something failed: a file, a value in a file, a check.
  case failure = 1
  /// The command line cannot be understood (`EX_USAGE`).
  case usage = 64
  /// The terminal was closed (128 + SIGHUP).
  case hungUp = 129
  /// Stopped by Ctrl-C (128 + SIGINT).
  case interrupted = 130
  /// Stopped by `kill` (128 + SIGTERM).
  case terminated = 143
}
