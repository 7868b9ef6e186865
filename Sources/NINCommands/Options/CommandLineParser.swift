/// Parses the arguments of a command in the usual way (IEEE 1003.1, "Utility Argument Syntax", with
/// long options): `--option value`, `--option=value`, `--flag`, `--no-flag`, and `--` before
/// operands that begin with a dash.
struct CommandLineParser<Options: CommandOptions> {
  private let options = Options.groups.flatMap(\.options)
  private var rest: ArraySlice<String>
  private var operands: [String] = []
  private var given: Set<String> = []
  private var result = Options()

  init(_ arguments: ArraySlice<String>) {
    rest = arguments
  }

  /// - Throws: `UsageError` for an option that is unknown, lacks its value or has an impossible
  ///   value, for too few or too many operands, and for options that exclude each other.
  mutating func parse() throws(UsageError) -> Options {
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        break
      }
      if argument.hasPrefix("-") && argument != "-" {
        try parseOption(argument)
      } else {
        operands.append(argument)
      }
    }
    try takeOperands()
    try result.finish(given: given)
    return result
  }

  private mutating func parseOption(_ argument: String) throws(UsageError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let (name, attached) = (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
    guard let option = options.first(where: { [$0.facts.name, $0.facts.negation].contains(name) })
    else { throw UsageError("unknown option '\(name)'" + Suggestion.text(for: name, among: names)) }
    let facts = option.facts
    if facts.isFlag && attached != nil { throw UsageError("'\(name)' takes no value") }
    let text =
      if facts.isFlag {
        name == facts.name ? ValueFormat<Bool>.on : ValueFormat<Bool>.off
      } else if let attached { attached } else { try nextValue(of: facts) }
    guard let change = option.change(text) else {
      throw UsageError(
        "'\(text)' is no value for '\(name)': \(facts.expects) is expected"
          + Suggestion.text(for: text, among: facts.choices))
    }
    change(&result)
    given.insert(facts.name)
  }

  // "-1" may be a value, but in "--epochs --lr" the value of "--epochs" is missing.
  private mutating func nextValue(of option: OptionFacts) throws(UsageError) -> String {
    guard let next = rest.first, !next.hasPrefix("-") || next == "-" || Double(next) != nil else {
      throw UsageError("'\(option.name)' lacks its value: \(option.expects) is expected")
    }
    rest.removeFirst()
    return next
  }

  private mutating func takeOperands() throws(UsageError) {
    let wanted = Options.operands
    for (index, text) in operands.enumerated() {
      let isRepeated = wanted.last?.facts.isRepeated == true
      guard index < wanted.count || isRepeated else {
        throw UsageError("unexpected argument '\(text)'")
      }
      let operand = wanted[min(index, wanted.count - 1)]
      guard let change = operand.change(text) else {
        throw UsageError(
          "'\(text)' is no \(operand.facts.name): \(operand.facts.expects) is expected"
            + Suggestion.text(for: text, among: operand.facts.choices))
      }
      change(&result)
    }
    if let missing = wanted.dropFirst(operands.count).map(\.facts).first(where: { !$0.isOptional })
    {
      throw UsageError("missing argument '\(missing.name)': \(missing.help)")
    }
  }

  private var names: [String] {
    options.flatMap { [$0.facts.name] + [$0.facts.negation].compactMap { $0 } } + ["--help"]
  }
}
