/// An argument that is not an option, and the property of `Options` that it sets. A command runs
/// only if it has all operands that are not optional.
struct Operand<Options: Sendable>: Sendable {
  let facts: OperandFacts
  /// The change for an operand as it was typed; nil if it is not allowed.
  let change: @Sendable (String) -> CommandOption<Options>.Change?

  init<Value>(
    _ name: String, _ property: WritableKeyPath<Options, Value> & Sendable,
    _ format: ValueFormat<Value>, _ help: String
  ) {
    self.init(OperandFacts(name, format, help), format) { $0[keyPath: property] = $1 }
  }

  /// An operand whose property is nil at first.
  init<Value>(
    _ name: String, _ property: WritableKeyPath<Options, Value?> & Sendable,
    _ format: ValueFormat<Value>, _ help: String
  ) {
    self.init(OperandFacts(name, format, help), format) { $0[keyPath: property] = $1 }
  }

  /// One operand or more, or any number if they are optional. Only the last operand may be
  /// repeated.
  init<Value>(
    each name: String, _ property: WritableKeyPath<Options, [Value]> & Sendable,
    _ format: ValueFormat<Value>, isOptional: Bool = false, _ help: String
  ) {
    self.init(OperandFacts(name, format, help, isOptional: isOptional, isRepeated: true), format) {
      $0[keyPath: property].append($1)
    }
  }

  private init<Value>(
    _ facts: OperandFacts, _ format: ValueFormat<Value>,
    _ set: @escaping @Sendable (inout Options, Value) -> Void
  ) {
    self.facts = facts
    change = { text in
      guard let value = format.parse(text) else { return nil }
      return { set(&$0, value) }
    }
  }
}

/// What is known about an operand without knowing what it sets.
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
