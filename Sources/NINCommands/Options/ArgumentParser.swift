/// Reads the arguments of a command as people expect it (IEEE 1003.1, "Utility Argument Syntax",
/// with long options): `--option value`, `--option=value`, `--flag`, `--no-flag`, and `--` before
/// operands that begin with a dash.
struct ArgumentParser {
  private let command: Command
  private let declarations: [OptionDeclaration]
  private var rest: ArraySlice<String>
  private var result = ParsedArguments()

  init(_ command: Command, _ arguments: ArraySlice<String>) {
    self.command = command
    declarations = command.options
    rest = arguments
  }

  /// - Throws: `UsageError` for an option that is unknown, lacks its value or has an impossible
  ///   one, and for too few or too many operands.
  mutating func parse() throws(UsageError) -> ParsedArguments {
    while let argument = rest.popFirst() {
      if argument == "--" {
        result.operands += rest
        break
      }
      if argument.hasPrefix("-") && argument != "-" {
        try parseOption(argument)
      } else {
        result.operands.append(argument)
      }
    }
    try checkOperands()
    return result
  }

  private mutating func parseOption(_ argument: String) throws(UsageError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let (name, attached) = (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
    if let flag = declarations.first(where: { $0.isFlag && [$0.name, $0.negation].contains(name) })
    {
      guard attached == nil else { throw failure("'\(name)' takes no value") }
      return result.set(name == flag.name, for: flag)
    }
    guard let option = declarations.first(where: { $0.name == name }) else {
      throw failure("unknown option '\(name)'" + Suggestion.text(for: name, among: names))
    }
    let text = if let attached { attached } else { try nextValue(of: option) }
    guard let value = option.parse(text) else {
      throw failure(
        "'\(text)' is no value for '\(name)': \(option.expects) is expected"
          + Suggestion.text(for: text, among: option.choices))
    }
    result.set(value, for: option)
  }

  // "-1" may be a value, if a wrong one; "--lr" after "--epochs" is an option, its value forgotten.
  private mutating func nextValue(of option: OptionDeclaration) throws(UsageError) -> String {
    guard let next = rest.first, !next.hasPrefix("-") || next == "-" || Double(next) != nil else {
      throw failure("'\(option.name)' lacks its value: \(option.expects) is expected")
    }
    rest.removeFirst()
    return next
  }

  private func checkOperands() throws(UsageError) {
    let wanted = command.operands
    if wanted.last?.isRepeated != true,
      let extra = result.operands.dropFirst(wanted.count).first
    {
      throw failure("unexpected argument '\(extra)'")
    }
    for (operand, text) in zip(wanted, result.operands)
    where !operand.choices.isEmpty && !operand.choices.contains(text) {
      throw failure(
        "'\(text)' is no \(operand.name): one of \(operand.choices.joined(separator: ", ")) is "
          + "expected" + Suggestion.text(for: text, among: operand.choices))
    }
    if let missing = wanted.dropFirst(result.operands.count).first(where: { !$0.isOptional }) {
      throw failure("missing argument '\(missing.name)': \(missing.help)")
    }
  }

  private var names: [String] {
    declarations.flatMap { [$0.name] + [$0.negation].compactMap { $0 } } + ["--help"]
  }

  private func failure(_ message: String) -> UsageError {
    UsageError(message, command: command)
  }
}
