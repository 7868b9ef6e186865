/// An option of a command: how it is written and which property of `Options` it sets. The default
/// is the value that the property has before.
struct CommandOption<Options: Sendable>: Sendable {
  typealias Change = @Sendable (inout Options) -> Void

  /// What the help says, but for the default.
  let facts: OptionFacts
  /// The change that a value makes; nil for a text that is no such value.
  let change: @Sendable (String) -> Change?
  /// The value that the property has, as one would type it; nil where it has none.
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

  /// An option without which the property is nil.
  /// - Parameter otherwise: what then happens, for the help.
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

  /// The same option, which may also be given when a run is continued.
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

  /// The option as the help shows it to a user who has given no other.
  func described(by options: Options) -> OptionFacts {
    var facts = facts
    facts.usual = value(options) ?? facts.usual
    return facts
  }
}

/// What can be said of an option without knowing what it sets.
struct OptionFacts: Sendable {
  let name: String
  /// What stands for the value in the help; nil for a flag, which has none.
  let placeholder: String?
  let help: String
  /// What a value must be, for people.
  let expects: String
  let choices: [String]
  let isPath: Bool
  /// What holds when the option is not given, for people.
  var usual: String?
  /// Whether it may be given when a run is continued: nothing that the run's past depends on may.
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

  /// How a flag is switched off: "--no-shuffle".
  var negation: String? { isFlag ? "--no-" + name.dropFirst(2) : nil }
}
