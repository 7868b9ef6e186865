/// An argument that is not an option, and the property of `Options` that it sets. A command only runs
/// if no operand that it needs is missing.
struct Operand<Options: Sendable>: Sendable {
  let facts: OperandFacts
  /// The change that a text makes; nil when it is not allowed.
  let change: @Sendable (String) -> CommandOption<Options>.Change?

  init<Value>(
    _ name: String, _ property: WritableKeyPath<Options, Value> & Sendable,
    _ format: ValueFormat<Value>, _ help: String
  ) {
    facts = OperandFacts(name, format, help)
    change = { text in
      guard let value = format.parse(text) else { return nil }
      return { $0[keyPath: property] = value }
    }
  }

  /// An operand whose property is nil before it is given.
  init<Value>(
    _ name: String, _ property: WritableKeyPath<Options, Value?> & Sendable,
    _ format: ValueFormat<Value>, _ help: String
  ) {
    facts = OperandFacts(name, format, help)
    change = { text in
      guard let value = format.parse(text) else { return nil }
      return { $0[keyPath: property] = value }
    }
  }

  /// One or more of them, or also none where they are optional; only the last operand.
  init<Value>(
    each name: String, _ property: WritableKeyPath<Options, [Value]> & Sendable,
    _ format: ValueFormat<Value>, isOptional: Bool = false, _ help: String
  ) {
    facts = OperandFacts(name, format, help, isOptional: isOptional, isRepeated: true)
    change = { text in
      guard let value = format.parse(text) else { return nil }
      return { $0[keyPath: property].append(value) }
    }
  }
}

/// What can be said of an operand without knowing what it sets.
struct OperandFacts: Sendable {
  let name: String
  let help: String
  let expects: String
  let choices: [String]
  let isPath: Bool
  let isOptional: Bool
  let isRepeated: Bool

  init<Value>(
    _ name: String, _ format: ValueFormat<Value>, _ help: String, isOptional: Bool = false,
    isRepeated: Bool = false
  ) {
    self.name = name
    self.help = help
    self.isOptional = isOptional
    self.isRepeated = isRepeated
    expects = format.expects
    choices = format.choices
    isPath = format.isPath
  }

  /// "<picture>...".
  var usage: String { (isOptional ? "[\(name)]" : "<\(name)>") + (isRepeated ? "..." : "") }
}
