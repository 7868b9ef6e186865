/// A command of `nin`, declared once: its parser and its help come from here.
struct Command: Sendable {
  /// An argument that is no option.
  struct Operand: Sendable {
    let name: String
    let help: String
    var isOptional = false
    /// Whether there may be more than one; only the last operand.
    var isRepeated = false
    /// The words that may stand here, where they can be listed and nothing else may.
    var choices: [String] = []

    /// Whether it may be a file or a folder.
    var isPath: Bool { choices.isEmpty }
  }

  /// Options under one heading of the help.
  struct Group: Sendable {
    let title: String
    let options: [OptionDeclaration]
  }

  /// One word or two: "train", "data fetch".
  let name: String
  /// One sentence for the overview.
  let abstract: String
  var discussion = ""
  var operands: [Operand] = []
  var groups: [Group] = []
  /// Does the work; returns the exit code.
  let run: @Sendable (ParsedArguments, Console) throws -> ExitCode

  var options: [OptionDeclaration] { groups.flatMap(\.options) }

  var words: [String] { name.split(separator: " ").map(String.init) }

  /// "nin eval <run> [options]".
  var usage: String {
    let operands = operands.map {
      ($0.isOptional ? "[\($0.name)]" : "<\($0.name)>") + ($0.isRepeated ? "..." : "")
    }
    return (["nin", name] + operands + (options.isEmpty ? [] : ["[options]"]))
      .joined(separator: " ")
  }
}

/// What a process tells its parent.
enum ExitCode: Int32, Sendable {
  case success = 0
  /// Work that failed: a file, a value in a file, a check.
  case failure = 1
  /// A command line that cannot be understood (`EX_USAGE`).
  case usage = 64
  /// Stopped by Ctrl-C (128 + SIGINT).
  case interrupted = 130
  /// Stopped by `kill` (128 + SIGTERM).
  case terminated = 143
}
