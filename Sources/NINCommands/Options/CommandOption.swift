/// An option of a command: how it is written, and which property of `Options` it sets. Its default
/// is the initial value of that property.
struct CommandOption<Options: Sendable>: Sendable {
  typealias Change = @Sendable (inout Options) -> Void

  /// What the help says, except for the default.
  let facts: OptionFacts
  /// The change for a value as it was typed; nil if the value is not allowed.
  let change: @Sendable (String) -> Change?
  /// The value of the property, as one would type it; nil if it has none.
  let value: @Sendable (Options) -> String?

  /// - Parameter name: with its dashes, "--batch-size".
  init<Value>(
    _ name: String, _ property: WritableKeyPath<Options, Value> & Sendable,
    _ format: ValueFormat<Value>, _ help: String
  ) {
    self.init(
      facts: OptionFacts(name, format, help),
      change: { text in
        guard let value = format.parse(text) else { return nil }
        return { $0[keyPath: property] = value }
      },
      value: { format.show($0[keyPath: property]) })
  }

  /// An option whose property is nil if it is not given.
  /// - Parameter otherwise: what happens in that case, for the help.
  init<Value>(
    _ name: String, _ property: WritableKeyPath<Options, Value?> & Sendable,
    _ format: ValueFormat<Value>, otherwise: String? = nil, _ help: String
  ) {
    self.init(
      facts: OptionFacts(name, format, help, otherwise: otherwise),
      change: { text in
        guard let value = format.parse(text) else { return nil }
        return { $0[keyPath: property] = value }
      },
      value: { $0[keyPath: property].map(format.show) })
  }

  init(
    facts: OptionFacts, change: @escaping @Sendable (String) -> Change?,
    value: @escaping @Sendable (Options) -> String?
  ) {
    self.facts = facts
    self.change = change
    self.value = value
  }

  /// The same option, also allowed when a run is resumed.
  var alsoOnResume: CommandOption {
    var facts = facts
    facts.isForResumedRuns = true
    return CommandOption(facts: facts, change: change, value: value)
  }

  /// The same option for a command that keeps `Options` in one of its properties.
  func inside<Outer>(
    _ property: WritableKeyPath<Outer, Options> & Sendable
  ) -> CommandOption<Outer> {
    CommandOption<Outer>(
      facts: facts,
      change: { text in
        guard let change = change(text) else { return nil }
        return { change(&$0[keyPath: property]) }
      },
      value: { value($0[keyPath: property]) })
  }

  /// What the help says, with the default as it is in `options`.
  func described(by options: Options) -> OptionFacts {
    var facts = facts
    facts.usual = value(options) ?? facts.usual
    return facts
  }
}

/// What is known about an option without knowing what it sets.
struct OptionFacts: Sendable {
  let name: String
  /// The name of the value in the help; nil for a flag, which has no value.
  let placeholder: String?
  let help: String
  /// What the value must be, for people: "a whole number from 1 to 9".
  let expects: String
  let choices: [String]
  let isPath: Bool
  /// The default, for people.
  var usual: String?
  /// Whether it is allowed when a run is resumed. Options that the steps so far depend on are not.
  var isForResumedRuns = false

  init<Value>(
    _ name: String, _ format: ValueFormat<Value>, _ help: String, otherwise: String? = nil
  ) {
    self.name = name
    self.help = help
    placeholder = format.placeholder
    expects = format.expects
    choices = format.choices
    isPath = format.isPath
    usual = otherwise
  }

  var isFlag: Bool { placeholder == nil }

  /// The name that switches a flag off: "--no-shuffle".
  var negation: String? { isFlag ? "--no-" + name.dropFirst(2) : nil }
}
