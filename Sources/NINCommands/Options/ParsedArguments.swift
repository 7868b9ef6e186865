/// What a command line says, checked: values by option, then the operands in order.
struct ParsedArguments: Sendable {
  var operands: [String] = []
  private var values: [String: any Sendable] = [:]

  /// Nil when the option was not given.
  subscript<Value>(option: Option<Value>) -> Value? {
    values[option.declaration.name] as? Value
  }

  /// The last of repeated options counts.
  mutating func set(_ value: any Sendable, for declaration: OptionDeclaration) {
    values[declaration.name] = value
  }

  /// The names of `options` that were given.
  func given(of options: [OptionDeclaration]) -> [String] {
    options.map(\.name).filter { values[$0] != nil }
  }
}
