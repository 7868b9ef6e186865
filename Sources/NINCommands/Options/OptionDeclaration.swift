/// What the parser and the help know of an option: both come from this one place.
struct OptionDeclaration: Sendable {
  /// "--batch-size".
  let name: String
  /// What stands for the value in the help; nil for a flag, which takes none.
  let placeholder: String?
  let help: String
  /// What a value must be, for people: "a whole number of at least 1".
  let expects: String
  /// The names that are allowed, where they can be listed.
  let choices: [String]
  /// Nil when the text is no such value.
  let parse: @Sendable (String) -> (any Sendable)?

  var isFlag: Bool { placeholder == nil }

  /// How a flag is switched off: "--no-shuffle".
  var negation: String? { isFlag ? "--no-" + name.dropFirst(2) : nil }
}

/// An option whose values are of one type: `arguments[option]` gives them back.
struct Option<Value: Sendable>: Sendable {
  let declaration: OptionDeclaration

  init(_ declaration: OptionDeclaration) {
    self.declaration = declaration
  }

  init(
    _ name: String, _ placeholder: String?, _ help: String, expects: String,
    choices: [String] = [], parse: @escaping @Sendable (String) -> Value?
  ) {
    declaration = OptionDeclaration(
      name: name, placeholder: placeholder, help: help, expects: expects, choices: choices,
      parse: parse)
  }
}

extension Option where Value == Bool {
  /// `name` switches on, `--no-…` switches off.
  static func flag(_ name: String, _ help: String) -> Option {
    Option(name, nil, help, expects: "no value") { _ in nil }
  }
}

extension Option where Value == String {
  static func text(_ name: String, _ placeholder: String, _ help: String) -> Option {
    Option(name, placeholder, help, expects: "a text that is not empty") { $0.isEmpty ? nil : $0 }
  }
}

extension Option where Value == Int {
  static func integer(
    _ name: String, _ placeholder: String, _ help: String, in range: ClosedRange<Int>
  ) -> Option {
    let expects =
      range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return Option(name, placeholder, help, expects: expects) { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension Option where Value == UInt64 {
  static func seed(_ name: String, _ help: String) -> Option {
    Option(name, "N", help, expects: "a whole number from 0 to \(UInt64.max)") { UInt64($0) }
  }
}

extension Option where Value == Double {
  /// A finite number that `accepts`; `expects` says which those are.
  static func number(
    _ name: String, _ placeholder: String, _ help: String, _ expects: String,
    accepts: @escaping @Sendable (Double) -> Bool
  ) -> Option {
    Option(name, placeholder, help, expects: expects) { text in
      Double(text).flatMap { $0.isFinite && accepts($0) ? $0 : nil }
    }
  }
}

extension Option where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the cases of an enumeration, by its raw value.
  static func choice(_ name: String, _ help: String) -> Option {
    let names = Value.allCases.map(\.rawValue)
    return Option(
      name, name.dropFirst(2).uppercased(), help,
      expects: "one of " + names.joined(separator: ", "), choices: names
    ) { Value(rawValue: $0) }
  }
}
